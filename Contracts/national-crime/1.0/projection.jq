# Canonical referral in, what the national crime desk receives out.
# References, who the child is, and what is suspected in codes, dates and numbers; no narrative, no
# household, no health, school or services. A referral that was recalled travels as a withdrawal,
# with nothing of the child.

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

# Members of an object that has some, and nothing for one that has none.
def some(name; members): members | if . == {} then {} else {(name): .} end;

def child:
  field("reference")
  + {
      name: (.name | {given: (.given | stated), family: (.family | stated)} + field("aliases")),
      birth: (.birth | stated),
      sex
    };

def our_reference: {source: .sourceReference, referral: .id, version};

def withdrawal:
  {
    contract: "national-crime/1.0",
    messageType: "withdrawal",
    marking,
    reference: our_reference,
    reason: .withdrawal.reason
  };

def referral:
  (.cohort | translated("circumstances")) as $circumstances
  | {
      contract: "national-crime/1.0",
      messageType: (if .version > 1 then "correction" else "referral" end),
      marking,
      reference: our_reference,
      madeAt: .createdAt,
      urgency
    }
    + field("handling"; map({instruction, until}))
    + {
        referrer:
          (.referrer | {name, role, force} + field("unit") + {telephone} + field("email"))
      }
    + (.investigation // {} | some("investigation"; field("reference") + field("household")))
    + {
        circumstances: {
          code: $circumstances,
          label: ($circumstances | translated("circumstances-label"))
        },
        dataSubjectCategories,
        child: (.child | child),
        concern:
          (.concern | {suspectedHarms: .harms} + field("occurred") + field("imageCounts"))
      }
    + (.suspect // {} | some("suspect"; field("status") + field("worksWithChildren")));

if has("withdrawal") then withdrawal else referral end
