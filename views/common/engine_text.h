// The engine's sentences in the reader's language: it says them as templates with arguments, and
// resources/translations/engine_*.ts knows every template.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "engine/support/diagnostic.h"

namespace heddle::views {

// A template that no file knows is shown in English.
QString engineText(const Phrase& phrase);
// A whole sentence without gaps, or a word from a fixed list: a primitive's tooltip, a phase of a job.
QString engineWords(const std::string& words);

QString messageOf(const Diagnostic& diagnostic);
QString hintOf(const Diagnostic& diagnostic);
QString lineOf(const Diagnostic& diagnostic);  // place, message and hint

}  // namespace heddle::views
