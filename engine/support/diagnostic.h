// What went wrong, as data: views and the command line render it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/support/phrase.h"

namespace heddle {

enum class Severity { note, warning, error };

// A thing the diagnostic is about. `kind` is one of "node", "loop", "block", "buffer", "group",
// "step", "file", "argument", "value" (a number, a shape), "phrase" (words of ours, which a view translates), "fill"
// (of the gaps of the phrase before it); `id` is the raw value of the strong id, 0 where there is none.
struct Subject {
  std::string kind;
  uint64_t id = 0;
  std::string label;
};

// `message` is a template: "{0}" stands for the label of subjects[0], and so on.
// `hint` is one too, over the same subjects. Templates are literals: views know them in other languages.
// `code` is stable and dotted, for example "import.unsupported_operator".
struct Diagnostic {
  std::string code;
  std::string message;
  std::vector<Subject> subjects = {};
  std::string where = {};  // file, node or line, outermost first
  std::string hint = {};   // the way on: the nearest legal alternative, or what to install
  Severity severity = Severity::error;
};

// "cancelled", or "<what>.cancelled": somebody asked for it, so it is no problem.
inline bool isCancellation(const Diagnostic& diagnostic) { return diagnostic.code.ends_with("cancelled"); }

// The message with its subjects filled in, without place and hint.
std::string messageText(const Diagnostic& diagnostic);
std::string hintText(const Diagnostic& diagnostic);
Phrase messagePhrase(const Diagnostic& diagnostic);
Phrase hintPhrase(const Diagnostic& diagnostic);

// One line: "where: message (hint)".
std::string toText(const Diagnostic& diagnostic);
Phrase linePhrase(const Diagnostic& diagnostic);

}  // namespace heddle
