// SPDX-License-Identifier: Apache-2.0
#include "engine/support/diagnostic.h"

namespace heddle {
namespace {

Phrase phraseOf(const std::string& words, const Diagnostic& diagnostic) {
  Phrase out(words.c_str());
  size_t phrase = 0;
  for (const Subject& s : diagnostic.subjects) {
    const size_t place = out.arguments.size();
    out.arguments.emplace_back(s.label);
    out.arguments.back().isName = s.kind != "phrase";
    if (s.kind == "phrase") phrase = place;
    if (s.kind == "fill" && phrase < place) out.arguments[phrase].arguments.emplace_back(s.label);
  }
  return out;
}

}  // namespace

std::string messageText(const Diagnostic& diagnostic) {
  return messagePhrase(diagnostic).text();
}

std::string hintText(const Diagnostic& diagnostic) {
  return hintPhrase(diagnostic).text();
}

Phrase messagePhrase(const Diagnostic& diagnostic) {
  return phraseOf(diagnostic.message, diagnostic);
}

Phrase hintPhrase(const Diagnostic& diagnostic) { return phraseOf(diagnostic.hint, diagnostic); }

Phrase linePhrase(const Diagnostic& diagnostic) {
  Phrase out = messagePhrase(diagnostic);
  if (!diagnostic.where.empty()) out = {"{0}: {1}", {diagnostic.where, out}};
  if (!diagnostic.hint.empty()) out = {"{0} ({1})", {out, hintPhrase(diagnostic)}};
  return out;
}

std::string toText(const Diagnostic& diagnostic) { return linePhrase(diagnostic).text(); }

}  // namespace heddle
