# One answer of the national crime desk in, the canonical acknowledgement out.
# Fields that are not named here are ignored; a state that is not known counts as a receipt, with
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

def officer:
  field("team"; .desk? | words(100))
  + (
    .officer? // {}
    | field("name"; .name? | words(100))
      + field("role"; .role? | words(100))
      + field("telephone"; .telephone? | words(100))
  );

def meaning:
  (.state? // "" | tostring) as $state
  | ($codes.state.map[$state] // null) as $kind
  | if $kind == null then {kind: "received", note: ($state | unknown("state"))}
    elif $kind == "decision" then
      {kind: $kind, decision: ($codes.decision.map[$state] // "other"), note: $state}
    elif $kind == "outcome" then
      {kind: $kind, outcome: ($codes.outcome.map[$state] // "other"), note: $state}
    # A receipt that names an officer is a person's.
    elif (.officer? | type) == "object" then {kind: "acknowledged"}
    else {kind: $kind} end;

if type == "object" and (.at | type) == "string" then .
else error("the answer has no time") end
| meaning as $meaning
| officer as $officer
| {kind: $meaning.kind, at: (.at | whole_seconds)}
  + field("partnerReference"; .reference? | words(100))
  + (if $officer == {} then {} else {by: $officer} end)
  + field("decision"; $meaning.decision | select(. != null))
  + field("outcome"; $meaning.outcome | select(. != null))
  + field("reason"; because($meaning.note, .remark?))
  + field("missing";
      [.needed? | arrays | .[0:50][] | words(200)] | select(. != []))
  + field("reroutedTo"; .passedTo? | words(100))
  + field("relatedReference"; .linkedTo? | words(100))
