// user: people who sign in by name and password, without a running server.
#include <fmt/core.h>
#include <termios.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "first_start.hpp"
#include "shrike/access/password.hpp"
#include "shrike/base/time_text.hpp"
#include "shrike/store/users.hpp"
#include "store_access.hpp"

namespace shrike::app {

namespace {

struct UserOptions {
  StoreOptions store;
  std::string name, role = "viewer";
};

/// One line of the standard input, unseen on a terminal.
std::string read_secret(const char* prompt) {
  std::string line;
  if (::isatty(STDIN_FILENO) == 0) {
    std::getline(std::cin, line);
    return line;
  }
  fmt::print(stderr, "{}: ", prompt);
  termios before{};
  ::tcgetattr(STDIN_FILENO, &before);
  termios silent = before;
  silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  ::tcsetattr(STDIN_FILENO, TCSANOW, &silent);
  std::getline(std::cin, line);
  ::tcsetattr(STDIN_FILENO, TCSANOW, &before);
  fmt::print(stderr, "\n");
  return line;
}

Result<void> set_password(store::User& user) {
  const std::string password = read_secret("Password");
  if (auto fine = access::check_password(user.name, password); !fine) return fine;
  if (::isatty(STDIN_FILENO) != 0 && read_secret("Again") != password) return invalid("the passwords differ");
  auto hash = access::hash_password(password);
  if (!hash) return hash.error();
  user.password_hash = std::move(*hash);
  user.password_at_us = SystemClock().now_us();
  return {};
}

Result<void> create_user(const UserOptions& options, CommonOptions& common) {
  if (auto fine = access::check_user_name(options.name); !fine) return fine;
  const auto role = access::role_from(options.role);
  if (!role || *role == access::Role::ingest)
    return invalid(fmt::format("--role {}: expected viewer, analyst, admin or auditor", options.role));
  auto database = open_store(options.store, common);
  if (!database) return database.error();
  store::User user;
  user.name = options.name;
  user.tenant = kDefaultTenant;
  user.role = to_string(*role);
  user.created_at_us = SystemClock().now_us();
  if (auto done = set_password(user); !done) return done;
  const auto done = recorded(**database, "user.create", user.name, fmt::format(R"({{"role":"{}"}})", user.role),
                             [&] { return store::insert_user(**database, user); });
  if (done) fmt::print("{} may sign in; a running server knows it within seconds\n", user.name);
  return done;
}

Result<void> list_users(const UserOptions& options, CommonOptions& common) {
  auto database = open_store(options.store, common);
  if (!database) return database.error();
  const auto users = store::list_users(**database, std::string(kDefaultTenant));
  if (!users) return users.error();
  fmt::print("{:<32} {:<8} {:<8} {:<6} {}\n", "name", "role", "state", "code", "created");
  for (const store::User& user : *users) {
    fmt::print("{:<32} {:<8} {:<8} {:<6} {}\n", user.name, user.role, user.disabled ? "disabled" : "active",
               user.totp_on ? "yes" : "no", format_time(user.created_at_us));
  }
  return {};
}

Result<void> change_user(const UserOptions& options, CommonOptions& common, std::string_view action,
                         const std::function<Result<void>(store::User&)>& change) {
  auto database = open_store(options.store, common);
  if (!database) return database.error();
  auto user = store::find_user(**database, std::string(kDefaultTenant), options.name);
  if (!user) return user.error();
  if (auto done = change(*user); !done) return done;
  const auto done = recorded(**database, action, user->name, "", [&] { return store::update_user(**database, *user); });
  if (done) fmt::print("{}: done; a running server knows it within seconds\n", user->name);
  return done;
}

Result<void> change_password(const UserOptions& options, CommonOptions& common) {
  return change_user(options, common, "user.password", set_password);
}

Result<void> disable_user(const UserOptions& options, CommonOptions& common) {
  return change_user(options, common, "user.disable", [](store::User& user) -> Result<void> {
    user.disabled = true;
    return {};
  });
}

Result<void> enable_user(const UserOptions& options, CommonOptions& common) {
  return change_user(options, common, "user.enable", [](store::User& user) -> Result<void> {
    user.disabled = false;
    return {};
  });
}

}  // namespace

void add_user(CLI::App& app, CommonOptions& common, int& exit_code) {
  auto options = std::make_shared<UserOptions>();
  auto* user = app.add_subcommand("user", "People who sign in by name and password");
  user->require_subcommand(1);
  const auto bind = [&](const char* word, const char* help, bool named,
                        Result<void> (*work)(const UserOptions&, CommonOptions&)) {
    auto* command = user->add_subcommand(word, help);
    if (named) command->add_option("NAME", options->name, "a-z, 0-9, '.', '_', '-', '@'")->required();
    add_store_options(command, options->store);
    command->callback([options, work, &common, &exit_code] {
      if (auto done = work(*options, common); !done) exit_code = exit_with(done.error());
    });
    return command;
  };
  bind("create", "Add somebody; the password is asked for, or read from the standard input", true, create_user)
      ->add_option("--role", options->role, "viewer, analyst, admin or auditor (viewer)");
  bind("list", "Show everybody", false, list_users);
  bind("disable", "End somebody's sessions and let no new one begin", true, disable_user);
  bind("enable", "Let somebody sign in again", true, enable_user);
  bind("password", "Set a new password", true, change_password);
}

}  // namespace shrike::app
