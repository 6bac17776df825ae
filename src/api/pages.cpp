// /dashboard, /docs, /openapi.json: files of the binary.
#include "shrike/api/bind.hpp"
#include "shrike/server/problem.hpp"

namespace shrike::api {

namespace {

/// A path without a file of that name is a page of the single-page application.
void serve_page(const server::StaticFiles& files, const Call& call, std::string_view name, std::string_view page,
                server::Responder& respond) {
  const bool asset = name.find('.') != std::string_view::npos;
  auto response = files.serve(call.request.head, asset ? name : page);
  if (!response && !files.contains(page))
    response = server::problem(404, "This build has no dashboard; see README.md, \"Building\".");
  respond(response ? std::move(*response) : server::problem(404, "There is no such file."));
}

}  // namespace

void bind_pages(Handlers& handlers, const server::StaticFiles& files, const std::string& version) {
  const auto page = [&files](std::string_view html) {
    return [&files, html](Call call, server::Responder respond) {
      serve_page(files, call, call.request.parameters.get("path"), html, respond);
    };
  };
  handlers[Endpoint::dashboard] = page("index.html");
  handlers[Endpoint::dashboard_path] = page("index.html");
  handlers[Endpoint::docs] = page("docs.html");
  handlers[Endpoint::docs_asset] = page("docs.html");
  handlers[Endpoint::openapi] = [document = openapi_json(version)](Call, server::Responder respond) {
    respond(server::json_response(200, document));
  };
}

}  // namespace shrike::api
