# One answer of a specialist support service in, the canonical acknowledgement out.
# Fields that are not named here are ignored; a reason that is not known becomes `other`, with its
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
  field("team"; .service? | words(100))
  + (
    .worker? // {}
    | field("name"; .name? | words(100))
      + field("role"; .role? | words(100))
      + field("telephone"; .telephone? | words(100))
  );

# A rejection says why in a code of its own; without one a person must ask.
def rejected:
  (.reason? // "" | tostring) as $reason
  | ($codes.rejection.map[$reason] // null) as $decision
  | {
      kind: "decision",
      decision: ($decision // "other"),
      note: (
        if $decision != null then $reason
        elif $reason == "" then "rejected"
        else $reason | unknown("reason") end
      )
    };

def meaning:
  (.status? // "" | tostring) as $status
  | ($codes.status.map[$status] // null) as $kind
  | if $kind == null then {kind: "received", note: ($status | unknown("status"))}
    elif $status == "rejected" then rejected
    elif $kind == "decision" then
      {kind: $kind, decision: ($codes.decision.map[$status] // "other"), note: $status}
    elif $kind == "outcome" then
      {kind: $kind, outcome: ($codes.outcome.map[$status] // "other"), note: $status}
    # A receipt that names a worker is a person's.
    elif (.worker? | type) == "object" then {kind: "acknowledged"}
    else {kind: $kind} end;

if type == "object" and (.on | type) == "string" then .
else error("the answer has no time") end
| meaning as $meaning
| worker as $worker
| {kind: $meaning.kind, at: (.on | whole_seconds)}
  + field("partnerReference"; .caseNumber? | words(100))
  + (if $worker == {} then {} else {by: $worker} end)
  + field("decision"; $meaning.decision | select(. != null))
  + field("outcome"; $meaning.outcome | select(. != null))
  + field("reason"; because($meaning.note, .note?))
  + field("missing";
      [.moreNeeded? | arrays | .[0:50][] | words(200)] | select(. != []))
  + field("reroutedTo"; .passedTo? | words(100))
