# One answer of a school's designated safeguarding lead in, the canonical acknowledgement out.
# Fields that are not named here are ignored; an action that is not known becomes `other`, with
# its name as the reason, so that a person can read it.

# One line of the partner's words, or nothing if there are none.
def words($longest):
  select(type == "string")
  | explode | map(if . < 32 or . == 127 then 32 else . end) | implode
  | sub("^\\s+"; "")
  | select(. != "")
  | .[0:$longest];

# Whole seconds are enough, and every reader understands them.
def whole_seconds: sub("\\.[0-9]+"; "");

def field(name; value): [value] | if . == [] then {} else {(name): .[0]} end;

def unknown($what): "An unknown \($what): \(.)";

def because(sentences): [sentences | words(4000)] | select(. != []) | join("; ") | .[0:4000];

def lead:
  .lead? // {}
  | field("name"; .name? | words(100))
  + field("role"; .role? | words(100))
  + field("telephone"; .telephone? | words(100));

def decided:
  (.action? // "" | tostring) as $action
  | {
      kind: "decision",
      decision: ($codes.action.map[$action] // "other"),
      note: (
        if $codes.action.map[$action] == null then $action | unknown("action")
        else $action end
      )
    };

def meaning:
  if .status == "received" then {kind: "received"}
  elif .status == "read" then {kind: "acknowledged"}
  elif .status == "answered" then decided
  elif .status == "closed" then {kind: "outcome", outcome: "closed"}
  elif .status == "refused" then {kind: "rejected"}
  else {kind: "received", note: (.status | tostring | unknown("status"))} end;

if type == "object" and (.on | type) == "string" then .
else error("the answer has no time") end
| meaning as $meaning
| lead as $lead
| {kind: $meaning.kind, at: (.on | whole_seconds)}
  + field("partnerReference"; .schoolReference? | words(100))
  + (if $lead == {} then {} else {by: $lead} end)
  + field("decision"; $meaning.decision | select(. != null))
  + field("outcome"; $meaning.outcome | select(. != null))
  + field("reason"; because($meaning.note, .note?))
  + field("missing";
      [.moreNeeded? | arrays | .[0:50][] | words(200)] | select(. != []))
  + field("reroutedTo"; .nowAt? | words(100))
