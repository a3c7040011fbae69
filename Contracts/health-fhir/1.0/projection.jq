# Canonical referral in, a FHIR R4 message for a health service out, in the shape of the NHS
# Booking and Referral Standard. Health gets who the child is, what matters to health, and how to
# act safely; nothing of the investigation. FHIR allows no empty arrays or objects. A referral that
# was recalled travels as its request with the status `revoked`, without the child.

def translated($crosswalk):
  . as $code
  | $codes[$crosswalk].map[$code] // error("\($crosswalk) has no code for \($code)");

def missing: type == "object" and has("missing");

# A missing value travels as FHIR's own extension.
def absent_reason: .missing | translated("data-absent-reason");
def absent:
  {
    extension: [{
      url: "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
      valueCode: absent_reason
    }]
  };

# A list that holds something, and nothing for an empty one.
def list(name; items): [items] | if . == [] then {} else {(name): .} end;

def ours($name): "urn:referral-sync:fhir:\($name)";
def uk_core($name): "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-\($name)";

# Each resource's UUID is the referral's with the first eight digits replaced, so that the same
# referral always makes the same bytes; the message's own also holds the version, and whether it is
# a withdrawal.
def padded: "0000000\(.)"[-7:];
(if has("withdrawal") then {bundle: "e", message: "d"} else {bundle: "b", message: "a"} end)
  as $letters
| {
    bundle: ($letters.bundle + (.version | padded)),
    message: ($letters.message + (.version | padded)),
    request: "c0000001",
    patient: "c0000002",
    sender: "c0000003",
    receiver: "c0000004",
    practitioner: "c0000005"
  } as $prefixes
| .id[8:] as $rest
| def uuid($resource): $prefixes[$resource] + $rest;
def urn($resource): "urn:uuid:" + uuid($resource);
def pointer($resource): {reference: urn($resource)};
def entry($resource; $kind; content):
  {fullUrl: urn($resource), resource: ({resourceType: $kind, id: uuid($resource)} + content)};

def security: [{system: "urn:referral-sync:codes:marking", code: .marking}];

def message_header:
  {
    meta: {security: security},
    eventCoding: {
      system: "https://fhir.nhs.uk/CodeSystem/message-events-bars",
      code: "servicerequest-request"
    },
    destination: [{endpoint: "urn:referral-sync:receiver", receiver: pointer("receiver")}],
    sender: pointer("sender"),
    source: {name: "Referral Sync", endpoint: "urn:referral-sync:sender"},
    reason: {
      coding: [{
        system: "https://fhir.nhs.uk/CodeSystem/message-reason-bars",
        code: (if .version > 1 or has("withdrawal") then "update" else "new" end)
      }]
    },
    focus: [pointer("request")]
  };

def handling:
  {
    url: ours("handling"),
    extension: [
      {url: "instruction", valueCode: .instruction},
      {url: "until", valueDateTime: .until}
    ]
  };

def answer($name; value): value | select(. != null) | {url: ours($name), valueCode: .};

def harm:
  translated("harm") as $harm
  | {
      coding: [{
        system: "urn:referral-sync:codes:health-harm",
        code: $harm,
        display: ($harm | translated("harm-label"))
      }]
    };

def notes:
  .concern.health // {}
  | (.injuries | select(. != null) | "Injuries: \(.)"),
    (
      .needs
      | select(. != null)
      | if missing then "Health needs: \(absent_reason | translated("data-absent-words"))."
        else "Health needs: \(.)" end
    )
  | {text: .};

def our_identifiers:
  [
    {system: "urn:referral-sync:source-reference", value: .sourceReference},
    {system: "urn:referral-sync:referral", value: .id}
  ];

def category:
  [{
    coding: [{
      system: "https://fhir.nhs.uk/CodeSystem/message-category-servicerequest",
      code: "referral"
    }]
  }];

# The child is named by the referral only.
def revoked_request:
  {
    meta: {versionId: (.version | tostring)},
    identifier: our_identifiers,
    status: "revoked",
    intent: "plan",
    category: category,
    subject: {identifier: {system: "urn:referral-sync:referral", value: .id}},
    note: [{text: .withdrawal.reason}]
  };

def service_request:
  {meta: {versionId: (.version | tostring)}}
  + list("extension";
      (.handling // [] | .[] | handling),
      answer("self-harm-risk"; .concern.health.selfHarmRisk),
      answer("parents-informed"; .agreement.parentsInformed),
      answer("child-informed"; .agreement.childInformed))
  + {
      identifier: our_identifiers,
      status: "active",
      intent: "plan",
      category: category,
      priority: (.urgency | translated("priority")),
      subject: pointer("patient"),
      authoredOn: .createdAt,
      requester: pointer("practitioner"),
      performer: [pointer("receiver")],
      reasonCode: (.concern.harms | map(harm) | unique)
    }
  + list("note"; notes);

def ethnic_category:
  (
    if missing then .missing | translated("ethnicity-missing")
    elif .system == "dfe" then .code | translated("ethnicity-dfe")
    else .code | translated("ethnicity-police-sde") end
  ) as $category
  | {
      url: uk_core("EthnicCategory"),
      valueCodeableConcept: {
        coding: [{
          system: "https://fhir.hl7.org.uk/CodeSystem/UKCore-EthnicCategoryEngland",
          code: $category
        }]
      }
    };

def nhs_number:
  {system: "https://fhir.nhs.uk/Id/nhs-number"} as $system
  | if missing then $system + {_value: absent}
    else
      {
        extension: [{
          url: uk_core("NHSNumberVerificationStatus"),
          valueCodeableConcept: {
            coding: [{
              system:
                "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatusEngland",
              code: .status,
              display: (.status | translated("nhs-number-status"))
            }]
          }
        }]
      }
      + $system
      + {value}
    end;

def patient_name:
  {use: "official"}
  + (.family | if missing then {_family: absent} else {family: .} end)
  + (.given | if missing then {_given: [absent]} else {given: [.]} end);

# FHIR writes a date only as far as it is known, and marks an estimate beside it.
def birth_date:
  if missing then {_birthDate: absent}
  elif has("expected") then {_birthDate: ({missing: "notApplicable"} | absent)}
  elif .precision == "year" then {birthDate: .date[0:4]}
  elif .precision == "month" then {birthDate: .date[0:7]}
  elif .precision == "estimated" then
    {
      birthDate: .date,
      _birthDate: {extension: [{url: ours("estimated"), valueBoolean: true}]}
    }
  else {birthDate: .date} end;

def expected_delivery:
  .expected? | select(. != null) | {url: ours("expected-delivery"), valueDate: .};

# An address of which only the area is known is of no use to health.
def address:
  if missing then absent
  elif has("lines") or has("postcode") then
    {use: "home"}
    + (if has("lines") then {line: .lines} else {} end)
    + (if has("postcode") then {postalCode: .postcode} else {} end)
  else empty end;

def interpreter:
  {
    url: "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired",
    valueBoolean: .
  };

def communication:
  {
    language:
      (if missing then absent else {coding: [{system: "urn:ietf:bcp:47", code: .}]} end)
  };

def general_practice:
  if missing then absent
  else
    (if has("ods") then
      {identifier: {system: "https://fhir.nhs.uk/Id/ods-organization-code", value: .ods}}
      else {} end)
    + (if has("name") then {display: .name} else {} end)
  end;

def patient:
  list("extension";
    (.ethnicity | select(. != null) | ethnic_category),
    (.birth | expected_delivery),
    (.interpreterNeeded | select(. != null) | interpreter))
  + list("identifier"; .nhsNumber | select(. != null) | nhs_number)
  + {name: [.name | patient_name], gender: (.sex | translated("gender"))}
  + (.birth | birth_date)
  + list("address"; .address | select(. != null) | address)
  + list("communication"; .language | select(. != null) | communication)
  + list("generalPractitioner"; .generalPractice | select(. != null) | general_practice);

# A force that the list does not name is sent by its number.
def sender:
  {
    identifier: [{system: "urn:referral-sync:codes:police-force", value: .force}],
    name: ($codes["police-force"].map[.force] // "Police force \(.force)")
  };

def receiver:
  {
    identifier: [{
      system: "https://fhir.nhs.uk/Id/ods-organization-code",
      value: ("ods" | translated("receiver"))
    }],
    name: ("name" | translated("receiver"))
  };

def practitioner:
  {
    name: [{text: .name}],
    telecom: [
      {system: "phone", value: .telephone, use: "work"},
      (.email | select(. != null) | {system: "email", value: ., use: "work"})
    ]
  };

def bundle(at; entries):
  {
    resourceType: "Bundle",
    id: uuid("bundle"),
    meta: {versionId: "1.0.0", security: security},
    identifier: {system: "urn:referral-sync:referral", value: .id},
    type: "message",
    timestamp: at,
    entry: [entries]
  };

if has("withdrawal") then
  bundle(.withdrawal.at;
    entry("message"; "MessageHeader"; message_header),
    entry("request"; "ServiceRequest"; revoked_request),
    entry("sender"; "Organization"; .referrer | sender),
    entry("receiver"; "Organization"; receiver))
else
  bundle(.createdAt;
    entry("message"; "MessageHeader"; message_header),
    entry("request"; "ServiceRequest"; service_request),
    entry("patient"; "Patient"; .child | patient),
    entry("sender"; "Organization"; .referrer | sender),
    entry("receiver"; "Organization"; receiver),
    entry("practitioner"; "Practitioner"; .referrer | practitioner))
end
