// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_palette.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>
#include <set>

#include "app/actions.h"
#include "views/common/icons.h"
#include "views/common/numbers.h"
#include "views/common/theme.h"

namespace heddle::app {
namespace {

constexpr int kShown = 60;
constexpr int kDetailRole = Qt::UserRole + 1;

// Negative when a word is missing; prefers matches at the start of words and short texts.
// Without words all are alike, and stay in the order of the menus.
int scoreOf(const QString& text, const QStringList& words) {
  if (words.isEmpty()) return 0;
  int score = 0;
  for (const QString& word : words) {
    const qsizetype at = text.indexOf(word, 0, Qt::CaseInsensitive);
    if (at < 0) return -1;
    const bool isAtStart = at == 0 || !text[at - 1].isLetterOrNumber();
    score += at == 0 ? 100 : isAtStart ? 60 : 20;
  }
  return score + std::max(0, 40 - static_cast<int>(text.size()));
}

// The leaves of a menu; a submenu's name comes before each: "Docks: Outline".
void addLeaves(const QMenu& menu, const QString& path, std::vector<std::pair<QAction*, QString>>& out) {
  for (QAction* action : menu.actions()) {
    if (action->isSeparator()) continue;
    const QString text = path.isEmpty() ? plainTextOf(action->text()) : QStringLiteral("%1: %2").arg(path, plainTextOf(action->text()));
    if (action->menu())
      addLeaves(*action->menu(), plainTextOf(action->text()), out);
    else
      out.push_back({action, text});
  }
}

// The text on the left, what it is on the right in grey.
class RowDelegate final : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override {
    QStyledItemDelegate::paint(painter, option, index);
    const bool isSelected = option.state & QStyle::State_Selected;
    const QPalette& p = option.palette;
    painter->setPen(isSelected ? p.color(QPalette::HighlightedText)
                               : views::colorsOf(p).muted);
    painter->drawText(option.rect.adjusted(8, 0, -8, 0), Qt::AlignRight | Qt::AlignVCenter,
                      index.data(kDetailRole).toString());
  }
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(option.fontMetrics.height() + 8);
    return size;
  }
};

}  // namespace

CommandPalette::CommandPalette(views::WorkbenchContext& context,
                               const std::vector<QAction*>& actions, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_actions(actions),
      m_field(new QLineEdit(this)),
      m_list(new QListWidget(this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 8, 8, 8);
  layout->setSpacing(8);
  m_field->setPlaceholderText(tr("Search actions, groups and nodes"));
  m_field->addAction(views::lineIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);
  m_field->setAccessibleName(tr("Command"));
  m_list->setFrameShape(QFrame::NoFrame);
  m_list->setUniformItemSizes(true);
  m_list->setIconSize(QSize(16, 16));
  QPixmap empty(16, 16);
  empty.fill(Qt::transparent);
  m_noIcon = QIcon(empty);
  m_list->setFocusPolicy(Qt::NoFocus);
  m_list->setItemDelegate(new RowDelegate(m_list));
  m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  layout->addWidget(m_field);
  layout->addWidget(m_list);
  m_field->installEventFilter(this);
  connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::refill);
  connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::accept);
  hide();
}

void CommandPalette::open() {
  m_before = QApplication::focusWidget();
  const int width = std::min(640, parentWidget()->width() - 48);
  const int height = std::min(420, parentWidget()->height() - 96);
  setGeometry((parentWidget()->width() - width) / 2, 56, width, height);
  m_field->clear();
  refill();
  show();
  raise();
  m_field->setFocus(Qt::ShortcutFocusReason);
}

void CommandPalette::close() {
  hide();
  if (m_before) m_before->setFocus(Qt::OtherFocusReason);
}

void CommandPalette::addThings(const QStringList& words, std::vector<Entry>& out) const {
  const auto& snapshot = m_context.snapshot();
  if (!snapshot || words.isEmpty()) return;
  if (snapshot->fusion) {
    for (const auto& group : snapshot->fusion->groups) {
      const QString text =
          QStringLiteral("#%1 %2").arg(group.id.value).arg(QString::fromStdString(group.name));
      const int score = scoreOf(text, words);
      if (score >= 0) out.push_back({text, tr("group"), nullptr, views::Thing::ofGroup(group.id), score});
    }
  }
  constexpr size_t kEnough = 4000;
  for (const auto& node : snapshot->stages.front()->nodes) {
    const QString name = QString::fromStdString(node.name);
    const QString text = name.isEmpty() ? QString::fromStdString(node.op) : name;
    const int score = scoreOf(text + QLatin1Char(' ') + QString::fromStdString(node.op), words);
    if (score < 0) continue;
    out.push_back({text, QString::fromStdString(node.op), nullptr,
                   views::Thing::ofOp(node.id, 0), score - 10});
    if (out.size() > kEnough) break;
  }
}

// Those of the window, then what only menus have: docks, passes, recent models.
std::vector<std::pair<QAction*, QString>> CommandPalette::allActions() const {
  std::vector<std::pair<QAction*, QString>> out, leaves;
  for (QAction* action : m_actions) out.push_back({action, plainTextOf(action->text())});
  if (const auto* window = qobject_cast<QMainWindow*>(parentWidget()))
    for (QAction* top : window->menuBar()->actions())
      if (top->menu()) addLeaves(*top->menu(), {}, leaves);
  const std::set<QAction*> own(m_actions.begin(), m_actions.end());
  for (auto& leaf : leaves)
    if (!own.contains(leaf.first)) out.push_back(std::move(leaf));
  return out;
}

std::vector<CommandPalette::Entry> CommandPalette::find(const QString& query, int limit) const {
  const QStringList words = query.split(QLatin1Char(' '), Qt::SkipEmptyParts);
  std::vector<Entry> out;
  for (const auto& [action, text] : allActions()) {
    const int score = scoreOf(text, words);
    if (score < 0) continue;
    QString detail = action->shortcut().toString(QKeySequence::NativeText);
    if (!action->isEnabled()) detail = tr("not available now");
    out.push_back({text, detail, action, {}, score + (action->isEnabled() ? 15 : 0)});
  }
  addThings(words, out);
  std::stable_sort(out.begin(), out.end(),
                   [](const Entry& a, const Entry& b) { return a.score > b.score; });
  if (static_cast<int>(out.size()) > limit) out.resize(static_cast<size_t>(limit));
  return out;
}

void CommandPalette::refill() {
  const bool isAll = m_field->text().trimmed().isEmpty();
  m_entries = find(m_field->text(), isAll ? 1000 : kShown);
  m_list->clear();
  for (const Entry& entry : m_entries) {
    auto* item = new QListWidgetItem(views::elidedMiddle(entry.text, 70), m_list);
    item->setData(kDetailRole, entry.detail);
    // Texts stand in one column, with an icon or without.
    const bool hasIcon = entry.action && !entry.action->icon().isNull();
    item->setIcon(hasIcon ? entry.action->icon() : m_noIcon);
    if (entry.action && !entry.action->isEnabled()) item->setFlags(Qt::NoItemFlags);
  }
  m_list->setCurrentRow(0);
  const int row = std::max(m_list->sizeHintForRow(0), fontMetrics().height() + 8);
  const int rows = std::max<int>(1, std::min<int>(m_list->count(), 16));
  const int height = m_field->sizeHint().height() + 24 + row * rows + 4;
  resize(width(), std::min(height, parentWidget()->height() - 96));
}

void CommandPalette::accept() {
  const int row = m_list->currentRow();
  if (row < 0 || row >= static_cast<int>(m_entries.size())) return;
  const Entry entry = m_entries[static_cast<size_t>(row)];
  close();
  if (entry.action) {
    if (entry.action->isEnabled()) entry.action->trigger();
  } else {
    m_context.selection().select(entry.thing);
  }
}

bool CommandPalette::eventFilter(QObject* object, QEvent* event) {
  if (object == m_field && event->type() == QEvent::FocusOut && isVisible()) hide();
  if (object != m_field || event->type() != QEvent::KeyPress)
    return QWidget::eventFilter(object, event);
  switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Escape: return close(), true;
    case Qt::Key_Return:
    case Qt::Key_Enter: return accept(), true;
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown: return QApplication::sendEvent(m_list, event), true;
    default: return false;
  }
}

void CommandPalette::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const views::Colors& colors = views::colorsOf(palette());
  painter.fillRect(rect(), colors.raised);
  painter.setPen(colors.strongBorder);
  painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

}  // namespace heddle::app
