# One answer of a health service in, the canonical acknowledgement out. The answer is a FHIR Task,
# a message Bundle that answers ours, or such a Bundle with a Task in it, which then says more.
# Fields that are not named here are ignored; a code that is not known becomes `other`, with its
# name as the reason, so that a person can read it.

# One line of the partner's words, or nothing if there are none.
def words($longest):
  select(type == "string")
  | explode | map(if . < 32 or . == 127 then 32 else . end) | implode
  | sub("^\\s+"; "")
  | select(. != "")
  | .[0:$longest];

def field(name; value): [value] | if . == [] then {} else {(name): .[0]} end;

def unknown($what): "An unknown \($what): \(.)";

def because(sentences): [sentences | words(4000)] | select(. != []) | join("; ") | .[0:4000];

# Whole seconds are enough, and every reader understands them.
def time:
  if type == "string" then sub("\\.[0-9]+"; "") else error("the answer has no time") end;

def resources($kind):
  .entry? | arrays | .[] | .resource? | select(type == "object" and .resourceType == $kind);

def business_code: [.businessStatus?.coding? | arrays | .[] | .code? | strings] | first // null;

# A business status that is absent leaves the task's own status to speak.
def judged($crosswalk; $otherwise):
  business_code as $code
  | if $code == null then {meaning: $otherwise}
    elif $codes[$crosswalk].map[$code] == null then
      {meaning: "other", note: ($code | unknown("business status"))}
    else {meaning: $codes[$crosswalk].map[$code], note: $code} end;

def task_meaning:
  (.status? // "" | tostring) as $status
  | ($codes["task-status"].map[$status] // null) as $kind
  | if $kind == null then {kind: "received", note: ($status | unknown("task status"))}
    elif $kind == "decision" then
      judged("business-status"; if $status == "rejected" then "other" else "accepted" end)
      # A task that was rejected is never read as accepted, whatever else it says.
      | (if $status == "rejected" and .meaning == "accepted" then "other" else .meaning end)
        as $decision
      | {kind: $kind, decision: $decision, note: "\(.note // $status)"}
    elif $kind == "outcome" then
      judged("business-outcome";
        if $status == "completed" then "services-provided" else "closed" end)
      | {kind: $kind, outcome: .meaning, note: "\(.note // $status)"}
    elif $kind == "acknowledged" or $status == "entered-in-error" then
      {kind: $kind, note: $status}
    else {kind: $kind} end;

def from_task:
  task_meaning as $meaning
  | {kind: $meaning.kind, at: (.lastModified? | time)}
    + field("partnerReference"; .identifier? | arrays | .[0]?.value? | words(100))
    + field("by"; .owner?.display? | words(100) | {team: .})
    + field("decision"; $meaning.decision | select(. != null))
    + field("outcome"; $meaning.outcome | select(. != null))
    + field("reason";
        because($meaning.note, .statusReason?.text?, (.note? | arrays | .[] | .text?)));

def from_response:
  [resources("MessageHeader")] as $headers
  | ($headers[0].response?.code? // "" | tostring) as $code
  | ($codes["response-code"].map[$code] // null) as $kind
  | [resources("OperationOutcome") | .issue? | arrays | .[]] as $issues
  | {kind: ($kind // "received"), at: (.timestamp? | time)}
    + field("by"; $headers[0].sender?.display? | words(100) | {team: .})
    + field("reason"; because(
        (if $kind == null then $code | unknown("response code")
          elif $kind == "rejected" then $code else empty end),
        ($issues[] | .diagnostics? // .details?.text?)))
    + field("missing";
        [$issues[] | .expression? | arrays | .[] | words(200)] | .[0:50] | select(. != []));

if type == "object" then . else error("the answer is not a FHIR resource") end
| ([select(.resourceType == "Task")] + [resources("Task")]) as $tasks
| if $tasks != [] then $tasks[0] | from_task
elif .resourceType == "Bundle" then from_response
else
  {
    kind: "received",
    at: ([.timestamp, .lastModified, (.meta | objects | .lastUpdated) | strings] | first | time),
    reason: (.resourceType | tostring | unknown("resource"))
  }
end
