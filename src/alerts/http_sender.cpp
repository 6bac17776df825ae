#include "shrike/alerts/http_sender.hpp"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <unordered_map>

#include "alerts/address_guard.hpp"

namespace shrike::alerts {

namespace {

constexpr TimeUs kRetryAfterMaxUs = kHourUs;

struct EasyClose {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct ListFree {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, ListFree>;

void append(List& list, const std::string& text) {
  if (curl_slist* longer = curl_slist_append(list.get(), text.c_str()); longer != nullptr) {
    (void)list.release();
    list.reset(longer);
  }
}

/// One request under way. Its address is known to libcurl, so it never moves.
struct Transfer {
  std::uint64_t token = 0;
  Request request;
  bool allow_private = false;
  std::string refused;  // address that the guard refused
  std::string answer;
  bool cut = false;      // the answer was longer than is read
  std::size_t sent = 0;  // of a mail
  List headers;
  List recipients;
  std::array<char, CURL_ERROR_SIZE> words{};
  std::unique_ptr<CURL, EasyClose> easy{curl_easy_init()};
};

std::size_t keep_answer(char* bytes, std::size_t, std::size_t count, void* context) {
  auto& transfer = *static_cast<Transfer*>(context);
  const std::size_t room = kAnswerBytesMax - transfer.answer.size();
  transfer.answer.append(bytes, std::min(room, count));
  if (count <= room) return count;
  transfer.cut = true;
  return 0;  // ends the transfer
}

std::size_t give_mail(char* into, std::size_t size, std::size_t count, void* context) {
  auto& transfer = *static_cast<Transfer*>(context);
  const std::size_t length = transfer.request.body.copy(into, size * count, transfer.sent);
  transfer.sent += length;
  return length;
}

std::string text_of(const sockaddr& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* raw = address.sa_family == AF_INET6
                        ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in6&>(address).sin6_addr)
                        : static_cast<const void*>(&reinterpret_cast<const sockaddr_in&>(address).sin_addr);
  const char* done = ::inet_ntop(address.sa_family, raw, text.data(), text.size());
  return done == nullptr ? "?" : done;
}

/// The moment that counts: the address is the one that the socket is about to be connected to.
curl_socket_t open_checked(void* context, curlsocktype purpose, curl_sockaddr* address) {
  auto& transfer = *static_cast<Transfer*>(context);
  if (purpose != CURLSOCKTYPE_IPCXN) return CURL_SOCKET_BAD;
  if (!transfer.allow_private && is_private_address(address->addr)) {
    transfer.refused = text_of(address->addr);
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

template <class T>
void set(Transfer& transfer, CURLoption option, T value) {
  SHRIKE_ASSERT(curl_easy_setopt(transfer.easy.get(), option, value) == CURLE_OK);
}

void set_common(Transfer& transfer, const SenderSettings& settings) {
  const bool mail = transfer.request.mail.has_value();
  transfer.allow_private = settings.allow_private || mail;  // the mail server is named by the operator himself
  set(transfer, CURLOPT_URL, transfer.request.url.c_str());
  set(transfer, CURLOPT_PROTOCOLS_STR, mail ? "smtp,smtps" : "http,https");
  set(transfer, CURLOPT_TIMEOUT_MS, (mail ? settings.mail_timeout_us : settings.timeout_us) / kMillisecondUs);
  set(transfer, CURLOPT_NOSIGNAL, 1L);
  set(transfer, CURLOPT_PROXY, "");  // a proxy of the environment would be the address that the guard sees
  set(transfer, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(transfer, CURLOPT_SSL_VERIFYPEER, 1L);
  set(transfer, CURLOPT_SSL_VERIFYHOST, 2L);
  if (!settings.ca_file.empty()) set(transfer, CURLOPT_CAINFO, settings.ca_file.c_str());
  set(transfer, CURLOPT_ERRORBUFFER, transfer.words.data());
  set(transfer, CURLOPT_WRITEFUNCTION, keep_answer);
  set(transfer, CURLOPT_WRITEDATA, &transfer);
  set(transfer, CURLOPT_OPENSOCKETFUNCTION, open_checked);
  set(transfer, CURLOPT_OPENSOCKETDATA, &transfer);
  set(transfer, CURLOPT_PRIVATE, &transfer);
}

void set_http(Transfer& transfer) {
  for (const auto& [name, value] : transfer.request.headers)
    append(transfer.headers, fmt::format("{}: {}", name, value));
  append(transfer.headers, "Expect:");  // no waiting for "100 Continue"
  set(transfer, CURLOPT_FOLLOWLOCATION, 0L);
  set(transfer, CURLOPT_USERAGENT, "Shrike");
  set(transfer, CURLOPT_POST, 1L);
  set(transfer, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(transfer.request.body.size()));
  set(transfer, CURLOPT_POSTFIELDS, transfer.request.body.c_str());
  set(transfer, CURLOPT_HTTPHEADER, transfer.headers.get());
}

void set_mail(Transfer& transfer) {
  const MailEnvelope& mail = *transfer.request.mail;
  set(transfer, CURLOPT_USE_SSL, static_cast<long>(mail.tls == MailTls::starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
  if (!mail.user.empty()) {
    set(transfer, CURLOPT_USERNAME, mail.user.c_str());
    set(transfer, CURLOPT_PASSWORD, mail.password.c_str());
  }
  set(transfer, CURLOPT_MAIL_FROM, mail.from.c_str());
  for (const std::string& address : mail.to) append(transfer.recipients, address);
  set(transfer, CURLOPT_MAIL_RCPT, transfer.recipients.get());
  set(transfer, CURLOPT_UPLOAD, 1L);
  set(transfer, CURLOPT_READFUNCTION, give_mail);
  set(transfer, CURLOPT_READDATA, &transfer);
}

Answer answer_of(Transfer& transfer, CURLcode code) {
  Answer answer;
  long status = 0;
  curl_easy_getinfo(transfer.easy.get(), CURLINFO_RESPONSE_CODE, &status);
  answer.status = static_cast<int>(status);
  answer.body = std::move(transfer.answer);
  curl_off_t seconds = 0;
  curl_easy_getinfo(transfer.easy.get(), CURLINFO_RETRY_AFTER, &seconds);
  if (seconds > 0) answer.retry_after_us = std::min<TimeUs>(seconds, kRetryAfterMaxUs / kSecondUs) * kSecondUs;
  if (code == CURLE_OK || transfer.cut) return answer;
  if (!transfer.refused.empty()) {
    answer.error = fmt::format("{} is a private address; alerts.allow_private allows it", transfer.refused);
    return answer;
  }
  answer.error = transfer.words[0] == '\0' ? curl_easy_strerror(code) : transfer.words.data();
  if (answer.error.empty()) answer.error = "failed";
  return answer;
}

class HttpSender final : public Transport {
 public:
  explicit HttpSender(SenderSettings settings) : settings_(std::move(settings)), multi_(curl_multi_init()) {
    SHRIKE_ASSERT(multi_ != nullptr);
  }
  ~HttpSender() override {
    for (auto& [easy, transfer] : transfers_) curl_multi_remove_handle(multi_, easy);
    transfers_.clear();
    curl_multi_cleanup(multi_);
  }
  HttpSender(const HttpSender&) = delete;
  HttpSender& operator=(const HttpSender&) = delete;

  void start(std::uint64_t token, const Request& request) override {
    auto transfer = std::make_unique<Transfer>();
    SHRIKE_ASSERT(transfer->easy != nullptr);
    transfer->token = token;
    transfer->request = request;
    set_common(*transfer, settings_);
    transfer->request.mail ? set_mail(*transfer) : set_http(*transfer);
    CURL* easy = transfer->easy.get();
    transfers_.emplace(easy, std::move(transfer));
    SHRIKE_ASSERT(curl_multi_add_handle(multi_, easy) == CURLM_OK);
  }

  std::vector<Finished> wait(TimeUs wait_us) override {
    int running = 0;
    curl_multi_perform(multi_, &running);
    std::vector<Finished> done = collect();
    if (!done.empty()) return done;
    curl_multi_poll(multi_, nullptr, 0, static_cast<int>(wait_us / kMillisecondUs), nullptr);
    curl_multi_perform(multi_, &running);
    return collect();
  }

  void wake() override { curl_multi_wakeup(multi_); }

 private:
  std::vector<Finished> collect() {
    std::vector<Finished> out;
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const auto found = transfers_.find(message->easy_handle);
      const CURLcode code = message->data.result;  // gone with the handle
      curl_multi_remove_handle(multi_, found->first);
      out.push_back({found->second->token, answer_of(*found->second, code)});
      transfers_.erase(found);
    }
    return out;
  }

  const SenderSettings settings_;
  CURLM* multi_;
  std::unordered_map<CURL*, std::unique_ptr<Transfer>> transfers_;
};

}  // namespace

Result<void> check_url(const std::string& url) {
  const std::unique_ptr<CURLU, void (*)(CURLU*)> parsed(curl_url(), curl_url_cleanup);
  if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), CURLU_DISALLOW_USER) != CURLUE_OK)
    return invalid("expected a URL without a user name");
  char* scheme = nullptr;
  if (curl_url_get(parsed.get(), CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK) return invalid("expected http or https");
  const std::string word = scheme;
  curl_free(scheme);
  if (word != "http" && word != "https") return invalid("expected http or https");
  return {};
}

std::unique_ptr<Transport> make_http_sender(const SenderSettings& settings) {
  static const CURLcode kReady = curl_global_init(CURL_GLOBAL_DEFAULT);  // once, before any thread uses it
  SHRIKE_ASSERT(kReady == CURLE_OK);
  return std::make_unique<HttpSender>(settings);
}

}  // namespace shrike::alerts
