# One answer of children's social care in, the canonical acknowledgement out.
# Fields that are not named here are ignored; a code that is not known becomes `other`, with its
# name as the reason, so that a person can read it.

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

def worker:
  .worker? // {}
  | field("team"; .team? | words(100))
  + field("name"; .name? | words(100))
  + field("role"; .role? | words(100))
  + field("telephone"; .telephone? | words(100));

# A code by its crosswalk: what it means, and what to say of a code that the crosswalk lacks.
def by_crosswalk($crosswalk; name):
  (.outcome? // "" | tostring) as $code
  | ($codes[$crosswalk].map[$code] // null) as $meaning
  | if $meaning == null then
      {kind: name, (name): "other", note: ($code | unknown("outcome"))}
    elif $meaning == "acknowledged" then {kind: "acknowledged", note: $code}
    else {kind: name, (name): $meaning, note: $code} end;

def meaning:
  if .event == "received" or .event == "acknowledged" or .event == "rejected" then
    {kind: .event}
  elif .event == "contact" then by_crosswalk("contact-outcome"; "decision")
  elif .event == "referral" then by_crosswalk("referral-outcome"; "decision")
  elif .event == "assessment" then by_crosswalk("assessment-outcome"; "outcome")
  elif .event == "section-47" then by_crosswalk("section-47-outcome"; "outcome")
  elif .event == "conference" then by_crosswalk("conference-outcome"; "outcome")
  elif .event == "closure" then
    (.outcome? // "" | tostring) as $code
    | {
        kind: "outcome",
        outcome: "closed",
        note: ($codes["closure-reason"].map[$code] // ($code | unknown("closure reason")))
      }
  else {kind: "received", note: (.event | tostring | unknown("event"))} end;

if type == "object" and (.at | type) == "string" then .
else error("the answer has no time") end
| meaning as $meaning
| worker as $worker
| {kind: $meaning.kind, at: (.at | whole_seconds)}
  + field("partnerReference"; .caseReference? | words(100))
  + (if $worker == {} then {} else {by: $worker} end)
  + field("decision"; $meaning.decision | select(. != null))
  + field("outcome"; $meaning.outcome | select(. != null))
  + field("reason"; because($meaning.note, .reason?))
  + field("missing";
      [.missing? | arrays | .[0:50][] | words(200)] | select(. != []))
  + field("reroutedTo"; .reroutedTo? | words(100))
  + field("relatedReference"; .relatedCase? | words(100))
