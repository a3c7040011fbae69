# Canonical referral in, what a school's designated safeguarding lead receives out.
# Enough to know the child by, to look after the child and to avoid harm; no narrative, no family
# history, no NHS number, and of a suspect only that there is one at home or among those who work
# with children. A referral that was recalled travels as a withdrawal, and one whose data is erased
# as a purge; both with nothing of the child.

def translated($crosswalk):
  . as $code
  | $codes[$crosswalk].map[$code] // error("\($crosswalk) has no code for \($code)");

# A missing value travels as the reason why there is none.
def stated:
  if type == "object" and has("missing") then {notKnown: (.missing | translated("missing"))}
  else . end;

# A field that the referral has, and nothing for one that it has not.
def field(name; value): if has(name) then {(name): (.[name] | value)} else {} end;
def field(name): field(name; .);

def adult_of_concern:
  (.suspect // {}) as $suspect
  | any(.household // [] | .[]; .isSuspect == true and .livesWithChild == true) as $suspect_at_home
  | [
      (if $suspect_at_home or $suspect.accessToChild == "lives-with"
        then "lives-with-child" else empty end),
      (if $suspect.worksWithChildren == "yes" then "works-with-children" else empty end)
    ];

def informed:
  (if has("parentsInformed") then {parents: .parentsInformed} else {} end)
  + (if has("childInformed") then {child: .childInformed} else {} end);

def our_reference: {source: .sourceReference, referral: .id, version};

def withdrawal:
  {
    contract: "education/1.0",
    messageType: "withdrawal",
    marking,
    reference: our_reference,
    reason: .withdrawal.reason
  };

def purge:
  {
    contract: "education/1.0",
    messageType: "purge",
    marking,
    reference: our_reference,
    reason: .purge.reason
  };

def referral:
  (.cohort | translated("category")) as $category
  | adult_of_concern as $adult_of_concern
  | (.agreement | informed) as $informed
  | {
      contract: "education/1.0",
      messageType: (if .version > 1 then "correction" else "referral" end),
      marking,
      reference: our_reference,
      madeAt: .createdAt,
      urgency
    }
    + field("handling"; map({instruction, until}))
    + {
        referrer: (.referrer | {name, role, force, telephone} + field("email")),
        child: (
          .child
          | {
              name: {given: (.name.given | stated), family: (.name.family | stated)},
              birth: (.birth | stated)
            }
            + field("upn"; stated)
        ),
        circumstances: {category: $category, label: ($category | translated("category-label"))}
      }
    + (.concern | field("childVoice"; stated))
    + (if $adult_of_concern == [] then {} else {adultOfConcern: $adult_of_concern} end)
    + (if $informed == {} then {} else {informed: $informed} end);

# What was recalled is to be deleted as well, once its time is over.
if has("purge") then purge
else
  if has("withdrawal") then withdrawal else referral end
end
