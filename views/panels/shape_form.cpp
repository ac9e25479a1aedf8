// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/shape_form.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QUrl>
#include <QVBoxLayout>
#include <algorithm>

namespace heddle::views {
namespace {

constexpr int kLargest = 1 << 20;

bool isSymbol(const session::ModelView& model, const std::string& dim) {
  return std::find(model.symbols.begin(), model.symbols.end(), dim) != model.symbols.end();
}

// Batches are single items; images and texts have usual sizes.
int suggestion(const session::ModelView& model, const std::string& symbol) {
  for (const session::PortView& port : model.inputs)
    for (size_t axis = 0; axis < port.dims.size(); ++axis) {
      if (port.dims[axis] != symbol) continue;
      if (axis == 0) return 1;
      return port.dims.size() == 4 && axis >= 2 ? 224 : 16;
    }
  return 1;
}

QString shapeText(const session::PortView& port, const Extents& extents) {
  QStringList parts;
  for (const int64_t extent : extents) parts << QString::number(extent);
  return QStringLiteral("%1: [%2]").arg(QString::fromStdString(port.name), parts.join(QStringLiteral(", ")));
}

}  // namespace

std::map<std::string, Extents> boundShapes(const session::ModelView& model, const SymbolSizes& sizes) {
  std::map<std::string, Extents> out;
  for (const session::PortView& port : model.inputs) {
    Extents extents;
    bool hasSymbol = false;
    for (const std::string& dim : port.dims) {
      if (isSymbol(model, dim)) {
        const auto it = sizes.find(dim);
        if (it == sizes.end()) break;
        hasSymbol = true;
        extents.push_back(it->second);
      } else {
        bool isNumber = false;
        const qlonglong extent = QString::fromStdString(dim).toLongLong(&isNumber);
        if (!isNumber) break;
        extents.push_back(extent);
      }
    }
    if (hasSymbol && extents.size() == port.dims.size()) out[port.name] = extents;
  }
  return out;
}

SymbolSizes sizesOf(const session::ModelView& model, const std::map<std::string, Extents>& shapes) {
  SymbolSizes out;
  for (const session::PortView& port : model.inputs) {
    const auto it = shapes.find(port.name);
    if (it == shapes.end() || it->second.size() != port.dims.size()) continue;
    for (size_t axis = 0; axis < port.dims.size(); ++axis)
      if (isSymbol(model, port.dims[axis])) out[port.dims[axis]] = it->second[axis];
  }
  return out;
}

QString sizesText(const SymbolSizes& sizes) {
  QStringList parts;
  // Symbols are the file's: any character may stand in them.
  for (const auto& [symbol, size] : sizes)
    parts << QString::fromLatin1(QUrl::toPercentEncoding(QString::fromStdString(symbol))) + QLatin1Char('=') +
                 QString::number(size);
  return parts.join(QLatin1Char(','));
}

SymbolSizes parseSizes(const QString& text) {
  SymbolSizes out;
  for (const QString& part : text.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
    const QStringList sides = part.split(QLatin1Char('='));
    bool isNumber = false;
    const qlonglong size = sides.size() == 2 ? sides[1].toLongLong(&isNumber) : 0;
    if (isNumber && size > 0 && size <= kLargest)
      out[QUrl::fromPercentEncoding(sides[0].toLatin1()).toStdString()] = size;
  }
  return out;
}

ShapeForm::ShapeForm(const session::ModelView& model, const SymbolSizes& known, QWidget* parent)
    : QDialog(parent), m_model(model), m_shapes(new QLabel(this)) {
  setWindowTitle(tr("Input shapes"));
  auto* layout = new QVBoxLayout(this);
  auto* lead = new QLabel(tr("The model leaves these sizes open. Kernels are compiled for the ones given here."), this);
  lead->setWordWrap(true);
  layout->addWidget(lead);
  auto* form = new QFormLayout;
  for (const std::string& symbol : m_model.symbols) {
    auto* field = new QSpinBox(this);
    field->setRange(1, kLargest);
    const auto it = known.find(symbol);
    field->setValue(it != known.end() ? static_cast<int>(std::clamp<int64_t>(it->second, 1, kLargest))
                                      : suggestion(m_model, symbol));
    field->setObjectName(QString::fromStdString(symbol));
    auto* label = new QLabel(QString::fromStdString(symbol).left(60), this);
    label->setTextFormat(Qt::PlainText);
    label->setBuddy(field);
    field->setAccessibleName(label->text());
    form->addRow(label, field);
    m_fields[symbol] = field;
    connect(field, &QSpinBox::valueChanged, this, &ShapeForm::showShapes);
  }
  layout->addLayout(form);
  m_shapes->setTextFormat(Qt::PlainText);
  layout->addWidget(m_shapes);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
  buttons->button(QDialogButtonBox::Ok)->setText(tr("Use these shapes"));
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  layout->addWidget(buttons);
  showShapes();
}

QSpinBox* ShapeForm::field(const QString& symbol) const {
  const auto it = m_fields.find(symbol.toStdString());
  return it == m_fields.end() ? nullptr : it->second;
}

SymbolSizes ShapeForm::sizes() const {
  SymbolSizes out;
  for (const auto& [symbol, field] : m_fields) out[symbol] = field->value();
  return out;
}

std::map<std::string, Extents> ShapeForm::inputShapes() const { return boundShapes(m_model, sizes()); }

void ShapeForm::showShapes() {
  const auto shapes = inputShapes();
  QStringList lines;
  for (const session::PortView& port : m_model.inputs)
    if (const auto it = shapes.find(port.name); it != shapes.end()) lines << shapeText(port, it->second);
  m_shapes->setText(lines.join(QLatin1Char('\n')));
}

}  // namespace heddle::views
