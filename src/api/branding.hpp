#pragma once
// How a tenant shows itself, as /tenants and /session give it.
#include "shrike/base/json_writer.hpp"
#include "shrike/store/tenants.hpp"

namespace shrike::api {

inline void write_branding(JsonWriter& out, const store::Tenant& tenant) {
  out.key("branding");
  out.begin_object();
  out.field_or_null("name", tenant.brand_name);
  out.field_or_null("colour", tenant.brand_colour);
  out.field_or_null("logo", tenant.brand_logo);
  out.end_object();
}

}  // namespace shrike::api
