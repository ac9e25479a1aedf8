// A value or the reason why there is none. Expected failures travel this way; bugs assert.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cassert>
#include <optional>
#include <utility>
#include <variant>

#include "engine/support/diagnostic.h"

namespace heddle {

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
  Result(Diagnostic error) : m_state(std::in_place_index<1>, std::move(error)) {}

  bool isOk() const { return m_state.index() == 0; }
  bool isError() const { return m_state.index() == 1; }
  // Deleted so that "has a value" and "the value is true" are never mixed up.
  explicit operator bool() const = delete;

  T& value() & { return assert(isOk()), *std::get_if<0>(&m_state); }
  const T& value() const& { return assert(isOk()), *std::get_if<0>(&m_state); }
  T&& value() && { return assert(isOk()), std::move(*std::get_if<0>(&m_state)); }
  const Diagnostic& error() const& { return assert(isError()), *std::get_if<1>(&m_state); }
  Diagnostic&& error() && { return assert(isError()), std::move(*std::get_if<1>(&m_state)); }

 private:
  std::variant<T, Diagnostic> m_state;
};

// Success or the reason why not.
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(Diagnostic error) : m_error(std::move(error)) {}

  bool isOk() const { return !m_error; }
  bool isError() const { return m_error.has_value(); }
  explicit operator bool() const = delete;
  const Diagnostic& error() const& { return assert(isError()), *m_error; }
  Diagnostic&& error() && { return assert(isError()), std::move(*m_error); }

 private:
  std::optional<Diagnostic> m_error;
};

}  // namespace heddle

#define HEDDLE_CONCAT_(a, b) a##b
#define HEDDLE_CONCAT(a, b) HEDDLE_CONCAT_(a, b)

// HEDDLE_TRY(auto x, expression): declares x from the value, or returns the error.
#define HEDDLE_TRY(declaration, ...) \
  HEDDLE_TRY_(HEDDLE_CONCAT(result_, __COUNTER__), declaration, __VA_ARGS__)
#define HEDDLE_TRY_(temporary, declaration, ...)                        \
  auto temporary = (__VA_ARGS__);                                       \
  if (temporary.isError()) return std::move(temporary).error();         \
  declaration = std::move(temporary).value()

// HEDDLE_CHECK(status expression): returns the error if there is one.
#define HEDDLE_CHECK(...)                                                        \
  do {                                                                           \
    auto heddleStatus = (__VA_ARGS__);                                           \
    if (heddleStatus.isError()) return std::move(heddleStatus).error();          \
  } while (false)
