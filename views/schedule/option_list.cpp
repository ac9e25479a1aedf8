// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/schedule/option_list.h"

#include <QPainter>
#include <algorithm>

#include "views/common/engine_text.h"
#include "views/common/theme.h"
#include "views/schedule/primitive_catalog.h"
#include "views/schedule/row_paint.h"

namespace heddle::views {

using session::SchedulePrimitiveView;

namespace {

int familyOf(const SchedulePrimitiveView& option) {
  const PrimitiveEntry* entry = primitiveEntry(QString::fromStdString(option.primitive));
  return entry ? static_cast<int>(entry->family) : static_cast<int>(PrimitiveFamily::notes) + 1;
}

ptrdiff_t rankOf(const SchedulePrimitiveView& option) {
  const PrimitiveEntry* entry = primitiveEntry(QString::fromStdString(option.primitive));
  return entry ? entry - primitiveEntries().data() : 1000;
}

}  // namespace

void OptionModel::setOptions(const std::vector<SchedulePrimitiveView>& options) {
  beginResetModel();
  m_options = options;
  std::stable_sort(m_options.begin(), m_options.end(), [](const auto& a, const auto& b) {
    return std::make_pair(!a.applies, rankOf(a)) < std::make_pair(!b.applies, rankOf(b));
  });
  m_rows.clear();
  int family = -1;
  for (size_t i = 0; i < m_options.size(); ++i) {
    const SchedulePrimitiveView& option = m_options[i];
    const int now = option.applies ? familyOf(option) : 1000;
    if (now != family) {
      const bool isKnown = now <= static_cast<int>(PrimitiveFamily::notes);
      m_rows.push_back({-1, now == 1000 ? tr("Not here, and why")
                            : isKnown   ? familyName(static_cast<PrimitiveFamily>(now))
                                        : tr("More")});
      family = now;
    }
    m_rows.push_back({static_cast<int>(i), {}});
  }
  endResetModel();
}

const SchedulePrimitiveView* OptionModel::option(const QModelIndex& index) const {
  if (!index.isValid()) return nullptr;
  const int at = m_rows[static_cast<size_t>(index.row())].option;
  return at < 0 ? nullptr : &m_options[static_cast<size_t>(at)];
}

const SchedulePrimitiveView* OptionModel::find(const QString& primitive) const { return option(indexOf(primitive)); }

QModelIndex OptionModel::indexOf(const QString& primitive) const {
  for (size_t row = 0; row < m_rows.size(); ++row)
    if (m_rows[row].option >= 0 &&
        primitive == QLatin1String(m_options[static_cast<size_t>(m_rows[row].option)].primitive.c_str()))
      return index(static_cast<int>(row));
  return {};
}

int OptionModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

Qt::ItemFlags OptionModel::flags(const QModelIndex& index) const {
  return option(index) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
}

QVariant OptionModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const SchedulePrimitiveView* thing = option(index);
  if (!thing) {
    if (role == Qt::DisplayRole) return m_rows[static_cast<size_t>(index.row())].heading;
    return role == HeadingRole ? QVariant(true) : QVariant();
  }
  const QString reason = thing->applies ? QString() : messageOf(thing->refusal);
  switch (role) {
    case Qt::DisplayRole: return QString::fromStdString(thing->primitive);
    case Qt::ToolTipRole: return engineWords(thing->tooltip) + (reason.isEmpty() ? reason : "\n" + reason);
    case Qt::AccessibleDescriptionRole:
    case ReasonRole: return reason;
    case KeyRole: return primitiveKey(QString::fromStdString(thing->primitive));
    case HeadingRole: return false;
    default: return {};
  }
}

QSize OptionDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const bool isHeading = index.data(OptionModel::HeadingRole).toBool();
  return {80, option.fontMetrics.height() + (isHeading ? 8 : 5)};
}

void OptionDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  QStyleOptionViewItem bare = option;
  initStyleOption(&bare, index);
  const QString text = paintGround(*painter, bare);
  const Colors& colors = colorsOf(option.palette);
  painter->save();
  QRect area = option.rect.adjusted(2 * kGrid, 0, -2 * kGrid, 0);
  if (index.data(OptionModel::HeadingRole).toBool()) {
    painter->setPen(colors.muted);
    painter->drawText(area.adjusted(-kGrid, 0, 0, -1), Qt::AlignLeft | Qt::AlignBottom, text);
    painter->restore();
    return;
  }
  const QString reason = index.data(OptionModel::ReasonRole).toString();
  const QString key = index.data(OptionModel::KeyRole).toString();
  painter->setFont(codeFont());
  painter->setPen(onGround(reason.isEmpty() ? colors.text : colors.muted, option));
  painter->drawText(area, Qt::AlignLeft | Qt::AlignVCenter, text);
  const int used = QFontMetrics(codeFont()).horizontalAdvance(text) + 2 * kGrid;
  painter->setFont(option.font);
  painter->setPen(onGround(colors.muted, option));
  if (reason.isEmpty()) {
    painter->drawText(area, Qt::AlignRight | Qt::AlignVCenter, key);
  } else {
    const QRect rest = area.adjusted(used, 0, 0, 0);
    painter->drawText(rest, Qt::AlignLeft | Qt::AlignVCenter,
                      option.fontMetrics.elidedText(reason, Qt::ElideRight, rest.width()));
  }
  painter->restore();
}

}  // namespace heddle::views
