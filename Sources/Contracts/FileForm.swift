import Foundation
import JSONSchema

/// What the files that describe a contract must look like.
enum FileForm {
    /// What `contract.json` must look like.
    ///
    /// The header fields that the engine itself makes, or that steer the connection, are not the
    /// contract's to set.
    static let description = compiled(
        #"""
        {
          "type": "object",
          "additionalProperties": false,
          "required": ["name", "version", "title", "status", "mediaType"],
          "properties": {
            "name": { "$ref": "#/$defs/line" },
            "version": { "$ref": "#/$defs/line" },
            "title": { "$ref": "#/$defs/line" },
            "recipient": {
              "enum": [
                "childrens-social-care", "education", "health", "specialist-support",
                "national-crime", "referral-sync"
              ]
            },
            "status": { "enum": ["draft", "agreed", "retired"] },
            "mediaType": {
              "type": "string",
              "description": "a media type of JSON, such as application/json or application/fhir+json",
              "maxLength": 200,
              "pattern": "^[a-z0-9][a-z0-9!#$&^_.+-]*/([a-z0-9!#$&^_.-]+\\+)?json( *; *[a-z0-9-]+=[a-zA-Z0-9._:/\\\"-]+)*$"
            },
            "agreedWith": { "$ref": "#/$defs/line" },
            "agreedOn": { "type": "string", "format": "date" },
            "summary": { "$ref": "#/$defs/line" },
            "headers": {
              "type": "object",
              "maxProperties": 50,
              "propertyNames": {
                "description": "the name of a header field",
                "pattern": "^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$",
                "not": {
                  "description": "a header field that the engine makes itself, or that steers the connection",
                  "pattern": "^([Hh][Oo][Ss][Tt]|[Cc][Oo][Nn][Tt][Ee][Nn][Tt]-.*|[Ii][Dd][Ee][Mm][Pp][Oo][Tt][Ee][Nn][Cc][Yy]-[Kk][Ee][Yy]|[Tt][Rr][Aa][Nn][Ss][Ff][Ee][Rr]-.*|[Ss][Ii][Gg][Nn][Aa][Tt][Uu][Rr][Ee].*|[Aa][Uu][Tt][Hh][Oo][Rr][Ii][Zz][Aa][Tt][Ii][Oo][Nn]|[Pp][Rr][Oo][Xx][Yy]-.*|[Cc][Oo][Nn][Nn][Ee][Cc][Tt][Ii][Oo][Nn]|[Kk][Ee][Ee][Pp]-.*|[Ee][Xx][Pp][Ee][Cc][Tt]|[Uu][Pp][Gg][Rr][Aa][Dd][Ee]|[Tt][Ee]|[Tt][Rr][Aa][Ii][Ll][Ee][Rr]|[Cc][Oo][Oo][Kk][Ii][Ee]|[Xx]-[Rr][Ee][Qq][Uu][Ee][Ss][Tt]-[Ii][Dd]|[Xx]-[Cc][Oo][Rr][Rr][Ee][Ll][Aa][Tt][Ii][Oo][Nn]-[Ii][Dd]|[Tt][Rr][Aa][Cc][Ee].*|[Rr][Aa][Nn][Gg][Ee]|[Aa][Cc][Cc][Ee][Pp][Tt]-.*|[Dd][Ii][Gg][Ee][Ss][Tt]|[Xx]-[Hh][Tt][Tt][Pp]-[Mm].*|[Ii][Ff]-.*)$"
                }
              },
              "additionalProperties": {
                "type": "string",
                "description": "visible ASCII characters, with spaces at most between them",
                "maxLength": 4000,
                "pattern": "^[!-~]([ -~]*[!-~])?$"
              }
            },
            "purge": { "type": "boolean" },
            "neverSent": {
              "type": "array",
              "uniqueItems": true,
              "maxItems": 1000,
              "items": { "type": "string", "format": "json-pointer", "minLength": 1 }
            }
          },
          "if": { "properties": { "status": { "const": "agreed" } } },
          "then": { "required": ["agreedWith", "agreedOn"] },
          "$defs": {
            "line": {
              "type": "string",
              "description": "one line of text",
              "maxLength": 1000,
              "pattern": "^[^\\p{Cc}\\p{Cf}\\p{Z}]([^\\p{Cc}\\p{Zl}\\p{Zp}]*[^\\p{Cc}\\p{Z}])?$"
            }
          }
        }
        """#
    )

    /// What a crosswalk in `codes/` must look like.
    ///
    /// What does not lead into a list of codes leads to words.
    static let crosswalk = compiled(
        #"""
        {
          "type": "object",
          "additionalProperties": false,
          "required": ["title", "from", "fromCodes", "to", "lossy", "map"],
          "properties": {
            "title": { "$ref": "#/$defs/text" },
            "from": { "$ref": "#/$defs/text" },
            "to": { "$ref": "#/$defs/text" },
            "fromCodes": { "$ref": "#/$defs/codes" },
            "toCodes": { "$ref": "#/$defs/codes" },
            "lossy": { "type": "boolean" },
            "because": { "$ref": "#/$defs/text" },
            "map": { "type": "object", "minProperties": 1 }
          },
          "if": { "properties": { "to": { "const": "words" } } },
          "else": { "required": ["toCodes"] },
          "$defs": {
            "text": { "type": "string", "description": "words", "pattern": "\\S" },
            "codes": {
              "type": ["array", "string"],
              "description": "all codes, or CONTRACT/VERSION#/POINTER of an enumeration in a schema, such as referral/1.0#/properties/cohort/enum",
              "minItems": 1,
              "uniqueItems": true
            }
          }
        }
        """#
    )

    /// A document that must be refused, in `refused/`.
    static let refusal = compiled(
        #"""
        {
          "type": "object",
          "additionalProperties": false,
          "required": ["document", "pointer", "reason", "because"],
          "properties": {
            "document": true,
            "pointer": { "type": "string", "format": "json-pointer" },
            "reason": { "type": "string", "description": "the keyword that refuses it", "pattern": "^[$a-zA-Z]+$" },
            "because": { "type": "string", "description": "a sentence", "pattern": "\\S" }
          }
        }
        """#
    )

    private static func compiled(_ text: String) -> CompiledSchema {
        do {
            return try CompiledSchema(
                JSONValue(parsing: Data(text.utf8)),
                formats: .ofReferrals
            )
        } catch {
            preconditionFailure("a form of our own is no schema: \(error)")
        }
    }
}
