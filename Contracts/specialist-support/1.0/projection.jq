# Canonical referral in, what a specialist or voluntary support service receives out.
# How to reach the child or family safely, and what help is needed; nothing of the investigation,
# the household, a suspect or the grounds for concern. A referral that was recalled travels as a
# withdrawal, and one whose data is erased as a purge; both with nothing of the child.

def translated($crosswalk):
  . as $code
  | $codes[$crosswalk].map[$code] // error("\($crosswalk) has no code for \($code)");

def missing: type == "object" and has("missing");

# A missing value travels as the reason why there is none.
def stated: if missing then {notKnown: (.missing | translated("missing"))} else . end;

# A field that the referral has, and nothing for one that it has not.
def field(name; value): if has(name) then {(name): (.[name] | value)} else {} end;
def field(name): field(name; .);

# Members of an object that has some, and nothing for one that has none.
def some(name; members): members | if . == {} then {} else {(name): .} end;

# A support service needs to know how old a child is, not on which day the child was born.
def year_of_birth:
  if missing then stated
  elif has("expected") then {expected: .expected[0:7]}
  else
    {year: .date[0:4]} + (if .precision == "estimated" then {estimated: true} else {} end)
  end;

# Nobody is reached directly without agreement, or against an instruction.
def is_direct:
  .agreement.basis == "given"
  and all(
    .handling // [] | .[];
    .instruction
    | IN("do-not-contact-family", "do-not-contact-child", "contact-referrer-first")
    | not
  );

# An address of which only the area is known helps nobody to write or call.
def address:
  if missing then {address: stated}
  else some("address"; field("lines") + field("postcode")) end;

def contact:
  is_direct as $is_direct
  | .child
  | {route: (if $is_direct then "direct" else "through-referrer" end)}
    + (
      if $is_direct then
        field("telephone"; stated) + (if has("address") then .address | address else {} end)
      else {} end
    )
    + field("language"; stated)
    + field("interpreterNeeded");

def our_reference: {source: .sourceReference, referral: .id, version};

def withdrawal:
  {
    contract: "specialist-support/1.0",
    messageType: "withdrawal",
    marking,
    reference: our_reference,
    reason: .withdrawal.reason
  };

def purge:
  {
    contract: "specialist-support/1.0",
    messageType: "purge",
    marking,
    reference: our_reference,
    reason: .purge.reason
  };

def referral:
  (.cohort | translated("category")) as $category
  | {
      contract: "specialist-support/1.0",
      messageType: (if .version > 1 then "correction" else "referral" end),
      marking,
      reference: our_reference,
      madeAt: .createdAt,
      urgency
    }
    + field("handling"; map({instruction, until}))
    + {
        referrer: (.referrer | {name, role, force, telephone} + field("email")),
        agreement: (
          .agreement
          | {basis: (.basis | translated("agreement"))}
            + field("parentsInformed")
            + field("childInformed")
        ),
        child: (
          .child
          | {
              name: {given: (.name.given | stated), family: (.name.family | stated)},
              birth: (.birth | year_of_birth)
            }
        ),
        contact: contact,
        circumstances: {category: $category, label: ($category | translated("category-label"))}
      }
    + (.concern.health // {} | some("support"; field("needs"; stated) + field("selfHarmRisk")));

# What was recalled is to be deleted as well, once its time is over.
if has("purge") then purge
else
  if has("withdrawal") then withdrawal else referral end
end
