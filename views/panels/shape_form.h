// Asks for the sizes that a model's input shapes leave open.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <map>

#include "engine/session/session.h"

class QLabel;
class QSpinBox;

namespace heddle::views {

using SymbolSizes = std::map<std::string, int64_t>;

// One field for each symbol of the model's inputs, however many inputs it stands in.
class ShapeForm final : public QDialog {
  Q_OBJECT
 public:
  // `known`: sizes to start from, by symbol; others start from what the place of the symbol suggests.
  ShapeForm(const session::ModelView& model, const SymbolSizes& known, QWidget* parent = nullptr);
  QSpinBox* field(const QString& symbol) const;
  SymbolSizes sizes() const;
  // Of the inputs that have a symbol, with the chosen sizes.
  std::map<std::string, Extents> inputShapes() const;

 private:
  void showShapes();

  const session::ModelView m_model;
  std::map<std::string, QSpinBox*> m_fields;
  QLabel* m_shapes;
};

// Extents of the inputs that have a symbol; inputs with a symbol that has no size are left out.
std::map<std::string, Extents> boundShapes(const session::ModelView& model, const SymbolSizes& sizes);
// What such extents say of each symbol.
SymbolSizes sizesOf(const session::ModelView& model, const std::map<std::string, Extents>& shapes);
// "height=224,width=320", as it is remembered with a model.
QString sizesText(const SymbolSizes& sizes);
SymbolSizes parseSizes(const QString& text);

}  // namespace heddle::views
