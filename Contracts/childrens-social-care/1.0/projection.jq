# Canonical referral in, what children's social care receives out.
# Everything about the child travels; what the investigation has done so far, and whom else
# it told, does not. The primary need and the factors are the local authority's to decide.
# A referral that was recalled travels as a withdrawal, and one whose data is erased as a purge;
# both with nothing of the child.

def translated($crosswalk):
  . as $code
  | $codes[$crosswalk].map[$code] // error("\($crosswalk) has no code for \($code)");

def missing: type == "object" and has("missing");

# A missing value travels as the reason why there is none.
def stated: if missing then {notKnown: (.missing | translated("missing"))} else . end;

# A field that the referral has, and nothing for one that it has not.
def field(name; value): if has(name) then {(name): (.[name] | value)} else {} end;
def field(name): field(name; .);

def ethnicity:
  if missing then
    {code: (.missing | translated("ethnicity-missing")), notKnown: stated.notKnown}
  else
    {
      code: (if .system == "dfe" then .code else .code | translated("ethnicity-police-sde") end),
      recordedAs: {system, code}
    }
  end;

def person_name: {given: (.given | stated), family: (.family | stated)} + field("aliases");

def child:
  field("reference")
  + {name: (.name | person_name), birth: (.birth | stated), sex: (.sex | translated("sex"))}
  + field("ethnicity"; ethnicity)
  + field("religion"; stated)
  + field("language"; stated)
  + field("interpreterNeeded")
  + field("disabilities"; stated)
  + field("nhsNumber"; stated)
  + field("upn"; stated)
  + field("address"; stated)
  + field("foundIn")
  + field("currentLocation"; stated)
  + field("telephone"; stated)
  + field("school"; stated)
  + field("generalPractice"; stated)
  + field("services");

def household_member:
  {name: (.name | person_name)}
  + field("birth"; stated)
  + field("relationship")
  + field("parentalResponsibility")
  + field("livesWithChild")
  + field("isSuspect")
  + field("informed"; stated);

def concern:
  {suspectedHarms: .harms, facts}
  + field("assessment")
  + field("childVoice"; stated)
  + field("occurred")
  + field("immediateProtectionNeeded")
  + field("risk")
  + field("actionsTaken")
  + field("protectiveFactors"; stated)
  + field("health"; field("selfHarmRisk") + field("injuries") + field("needs"; stated))
  + field("imageCounts");

# What the investigation has done so far stays with the police.
def investigation: field("reference") + field("household");

def our_reference: {source: .sourceReference, referral: .id, version};

def withdrawal:
  {
    contract: "childrens-social-care/1.0",
    messageType: "withdrawal",
    marking,
    reference: our_reference,
    reason: .withdrawal.reason
  };

def purge:
  {
    contract: "childrens-social-care/1.0",
    messageType: "purge",
    marking,
    reference: our_reference,
    reason: .purge.reason
  };

def referral:
  (.investigation // {} | investigation) as $investigation
  | (.cohort | translated("circumstances")) as $circumstances
  | {
      contract: "childrens-social-care/1.0",
      messageType: (if .version > 1 then "correction" else "referral" end),
      marking,
      reference: our_reference,
      madeAt: .createdAt,
      urgency,
      referralSource: "6"
    }
    + field("handling")
    + {referrer: (.referrer | del(.telephoneReferral))}
    + (.referrer | field("telephoneReferral"))
    + (if $investigation == {} then {} else {investigation: $investigation} end)
    + {
        circumstances: {
          code: $circumstances,
          label: ($circumstances | translated("circumstances-label"))
        },
        childIs: (.dataSubjectCategories | map(translated("child-is"))),
        child: (.child | child)
      }
    + field("household"; map(household_member))
    + field("suspect")
    + {concern: (.concern | concern), agreement}
    + field("lawfulBasis");

# What was recalled is to be deleted as well, once its time is over.
if has("purge") then purge
else
  if has("withdrawal") then withdrawal else referral end
end
