#pragma once
// JSON Schemas of everything that goes in and out, as components.schemas of the OpenAPI document.
#include <string_view>

namespace shrike::api {

inline constexpr std::string_view kSchemas = R"json({
"Problem": {"type": "object", "required": ["title", "status"], "properties": {
  "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"},
  "request_id": {"type": "string"},
  "errors": {"type": "array", "items": {"type": "object", "properties": {
    "pointer": {"type": "string"}, "code": {"type": "string"}, "message": {"type": "string"}}}}}},
"Transaction": {"type": "object", "required": ["amount"], "properties": {
  "transaction_id": {"type": "string", "maxLength": 128, "description": "The same id again gives the same decision"},
  "amount": {"description": "Number or decimal string in major units", "oneOf": [{"type": "number", "minimum": 0}, {"type": "string"}]},
  "currency": {"type": "string", "pattern": "^[A-Z]{3}$", "default": "EUR"},
  "timestamp": {"type": "string", "format": "date-time"},
  "card": {"type": "string", "maxLength": 128, "description": "A token; a card number is replaced by one before it is stored"},
  "customer_id": {"type": "string", "maxLength": 128}, "merchant_id": {"type": "string", "maxLength": 128},
  "terminal_id": {"type": "string", "maxLength": 128}, "device_id": {"type": "string", "maxLength": 128},
  "ip": {"type": "string"}, "country": {"type": "string", "pattern": "^[A-Z]{2}$"},
  "channel": {"enum": ["online", "card_present", "atm", "transfer", "phone"]},
  "card_present": {"type": "boolean"},
  "attributes": {"type": "object", "maxProperties": 64, "additionalProperties": {"type": "number"}}},
  "examples": [{"transaction_id": "t-1", "amount": 1250.00, "currency": "EUR", "card": "tok_example", "terminal_id": "term-7", "channel": "online"}]},
"AnalyzeRequest": {"oneOf": [
  {"type": "object", "required": ["message_content"], "properties": {
    "message_content": {"type": "string", "minLength": 1, "maxLength": 16384}, "phone_number": {"type": "string", "maxLength": 128},
    "channel": {"enum": ["sms", "email", "chat", "call"]}, "message_id": {"type": "string", "maxLength": 128},
    "timestamp": {"type": "string", "format": "date-time"}}},
  {"type": "object", "required": ["transaction"], "properties": {"transaction": {"$ref": "#/components/schemas/Transaction"}}}],
  "examples": [{"message_content": "URGENT! Bank suspended. Verify or legal action!", "phone_number": "555-1234", "channel": "sms"}]},
"Reason": {"type": "object", "properties": {"code": {"type": "string"}, "text": {"type": "string"},
  "contribution": {"type": "number", "description": "Log-odds towards fraud"}}},
"RuleHit": {"type": "object", "properties": {"id": {"type": "string"}, "result": {"enum": ["hit"]}, "score": {"type": "integer"}}},
"Model": {"type": "object", "properties": {"id": {"type": "string"}, "version": {"type": "integer"}}},
"AnalyzeReply": {"type": "object", "properties": {
  "id": {"type": "string"}, "kind": {"enum": ["message", "transaction"]}, "evaluation": {"enum": ["new", "duplicate"]},
  "risk_score": {"type": "integer", "minimum": 0, "maximum": 100}, "risk_level": {"enum": ["Low", "Medium", "High", "Critical"]},
  "fraud_probability": {"type": "number"}, "outcome": {"enum": ["approve", "review", "decline"]},
  "threat_category": {"type": ["string", "null"]}, "primary_reason": {"type": ["string", "null"]},
  "reasons": {"type": "array", "items": {"$ref": "#/components/schemas/Reason"}},
  "base_log_odds": {"type": "number", "description": "Base and contributions add up to log_odds"}, "log_odds": {"type": "number"},
  "rules": {"type": "array", "items": {"$ref": "#/components/schemas/RuleHit"}},
  "action": {"enum": ["none", "automatically_blacklisted", "queued_for_review"]},
  "model": {"$ref": "#/components/schemas/Model"}, "phone_number": {"type": ["string", "null"]}, "transaction_id": {"type": ["string", "null"]},
  "timings_us": {"type": "object", "additionalProperties": {"type": "integer"}}}},
"BulkRequest": {"type": "array", "maxItems": 10000, "items": {"$ref": "#/components/schemas/Transaction"}},
"BulkReply": {"type": "object", "properties": {"accepted": {"type": "integer"}, "duplicate": {"type": "integer"}, "conflict": {"type": "integer"},
  "rejected": {"type": "integer"}, "rejections": {"type": "array", "items": {"type": "object", "properties": {
    "line": {"type": "integer"}, "errors": {"type": "array", "items": {"type": "object"}}}}}}},
"Decision": {"type": "object", "properties": {
  "id": {"type": "string"}, "seq": {"type": "integer"}, "kind": {"enum": ["message", "transaction"]}, "event_id": {"type": "string"},
  "event_time": {"type": "string", "format": "date-time"}, "ingested_at": {"type": "string", "format": "date-time"},
  "risk_score": {"type": "integer"}, "risk_level": {"enum": ["Low", "Medium", "High", "Critical"]}, "fraud_probability": {"type": "number"},
  "outcome": {"enum": ["approve", "review", "decline"]}, "amount": {"type": ["string", "null"]}, "currency": {"type": ["string", "null"]},
  "card": {"type": ["string", "null"]}, "customer_id": {"type": ["string", "null"]}, "merchant_id": {"type": ["string", "null"]},
  "terminal_id": {"type": ["string", "null"]}, "device_id": {"type": ["string", "null"]}, "ip": {"type": ["string", "null"]},
  "country": {"type": ["string", "null"]}, "channel": {"type": "string"}, "phone_number": {"type": ["string", "null"]},
  "message_content": {"type": ["string", "null"]}, "threat_category": {"type": ["string", "null"]},
  "primary_reason": {"type": ["string", "null"]}, "reasons": {"type": "array", "items": {"$ref": "#/components/schemas/Reason"}},
  "rules": {"type": "array", "items": {"$ref": "#/components/schemas/RuleHit"}}, "action": {"type": "string"},
  "model": {"$ref": "#/components/schemas/Model"}, "label": {"type": ["string", "null"], "enum": ["fraud", "legitimate", null]},
  "base_log_odds": {"type": "number"}, "log_odds": {"type": "number"},
  "features": {"type": "object", "additionalProperties": {"type": ["number", "null"]}}}},
"DecisionPage": {"type": "object", "properties": {"data": {"type": "array", "items": {"$ref": "#/components/schemas/Decision"}},
  "next_cursor": {"type": ["string", "null"]}}},
"LabelRequest": {"type": "object", "required": ["label"], "properties": {"label": {"enum": ["fraud", "legitimate"]},
  "source": {"type": "string", "default": "analyst"}, "note": {"type": "string", "maxLength": 2000}}},
"Replay": {"type": "object", "properties": {"identical": {"type": "boolean"}, "differences": {"type": "array", "items": {"type": "string"}},
  "decision": {"$ref": "#/components/schemas/Decision"}}},
"BlocklistKey": {"type": "object", "required": ["kind", "value"], "properties": {
  "kind": {"enum": ["card", "customer", "merchant", "terminal", "device", "ip", "phone"]}, "value": {"type": "string", "maxLength": 128}}},
"BlocklistEntry": {"type": "object", "required": ["kind", "value"], "properties": {
  "kind": {"enum": ["card", "customer", "merchant", "terminal", "device", "ip", "phone"]}, "value": {"type": "string", "maxLength": 128},
  "reason": {"type": "string", "maxLength": 500}, "expires_at": {"type": "string", "format": "date-time"}}},
"BlocklistChange": {"type": "object", "properties": {"status": {"const": "accepted"}, "entry": {"$ref": "#/components/schemas/BlocklistEntry"}}},
"BlocklistPage": {"type": "object", "properties": {"data": {"type": "array", "items": {"$ref": "#/components/schemas/BlocklistEntry"}},
  "next_cursor": {"type": ["string", "null"]}}},
"Alert": {"type": "object", "properties": {"id": {"type": "string"}, "alert_type": {"type": "string"}, "severity": {"type": "string"},
  "state": {"enum": ["open", "acknowledged", "resolved"]}, "time": {"type": "string", "format": "date-time"}, "decision_id": {"type": "string"},
  "risk_score": {"type": "integer"}, "risk_level": {"type": "string"}, "threat_category": {"type": ["string", "null"]},
  "primary_reason": {"type": ["string", "null"]}, "subject": {"type": ["string", "null"]}, "action": {"type": "string"}}},
"AlertPage": {"type": "object", "properties": {"data": {"type": "array", "items": {"$ref": "#/components/schemas/Alert"}},
  "next_cursor": {"type": ["string", "null"]}}},
"GeneratorRequest": {"type": "object", "properties": {"running": {"type": "boolean"},
  "rate": {"type": "number", "minimum": 1, "maximum": 100000, "description": "Events per second"}}},
"Stream": {"type": "object", "properties": {"event_time": {"type": ["string", "null"]}, "generator": {"type": "object"},
  "system": {"type": "object"}, "stages": {"type": "array", "items": {"type": "object"}}}},
"Health": {"type": "object", "properties": {"status": {"enum": ["ok", "degraded", "down"]},
  "components": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}, "status": {"type": "string"}, "detail": {"type": "string"}}}}}},
"Info": {"type": "object"},
"SessionRequest": {"type": "object", "properties": {"key": {"type": "string"}, "login": {"type": "string"}}},
"Session": {"type": "object", "properties": {"role": {"enum": ["viewer", "analyst", "admin"]}, "tenant": {"type": "string"},
  "expires_at": {"type": ["string", "null"], "format": "date-time"}}}
})json";

}  // namespace shrike::api
