// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/inspector/inspector.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QTextBrowser>
#include <QToolButton>
#include <QVBoxLayout>
#include <cmath>

#include "views/common/copy_command.h"
#include "views/common/icons.h"
#include "views/common/numbers.h"
#include "views/common/theme.h"
#include "views/inspector/description.h"

namespace heddle::views {

using Action = session::FusionOverrideRequest::Action;

Inspector::Inspector(WorkbenchContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_text(new QTextBrowser(this)),
      m_fusionActions(new QWidget(this)),
      m_effect(new QLabel(m_fusionActions)),
      m_force(new QPushButton(lineIcon(QStringLiteral("force")), tr("Force"), m_fusionActions)),
      m_forbid(new QPushButton(lineIcon(QStringLiteral("forbid")), tr("Forbid"), m_fusionActions)),
      m_clear(new QPushButton(lineIcon(QStringLiteral("cancel")), tr("Clear"), m_fusionActions)),
      m_measure(new QPushButton(lineIcon(QStringLiteral("measure")), tr("Measure effect"), m_fusionActions)),
      m_openKernel(new QPushButton(lineIcon(QStringLiteral("kernel")), tr("Open kernel"), this)),
      m_pin(new QToolButton(this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 4, 8, 8);
  layout->setSpacing(8);
  m_text->setFrameShape(QFrame::NoFrame);
  m_text->setOpenLinks(false);
  m_text->setAccessibleName(tr("Facts about the selection"));
  m_text->document()->setDocumentMargin(0);
  m_text->viewport()->setAutoFillBackground(false);
  m_text->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(m_text, &QWidget::customContextMenuRequested, this, &Inspector::showMenu);
  connect(m_text, &QTextBrowser::anchorClicked, this, [this](const QUrl& url) {
    const Thing thing = thingOfLink(url.toString());
    if (!thing.isNone()) m_context.selection().select(thing);
  });

  auto* actions = new QVBoxLayout(m_fusionActions);
  actions->setContentsMargins(0, 0, 0, 0);
  actions->setSpacing(4);
  m_effect->setWordWrap(true);
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(4);
  for (QPushButton* button : {m_force, m_forbid, m_clear}) buttons->addWidget(button);
  actions->addWidget(m_effect);
  actions->addLayout(buttons);
  actions->addWidget(m_measure);
  m_force->setToolTip(tr("Put producer and consumer into one group"));
  m_forbid->setToolTip(tr("Keep producer and consumer apart"));
  m_clear->setToolTip(tr("Leave the decision to the rules again"));
  connect(m_force, &QPushButton::clicked, this, [this] { act(Action::force); });
  connect(m_forbid, &QPushButton::clicked, this, [this] { act(Action::forbid); });
  connect(m_clear, &QPushButton::clicked, this, [this] { act(Action::clear); });
  m_measure->setToolTip(tr("Time the model with and without this override, by turns"));
  connect(m_measure, &QPushButton::clicked, this, [this] {
    const Thing edge = m_thing;
    m_context.withShapes([this, edge] { m_context.measureOverride(edge.op, edge.consumer); });
  });
  connect(m_openKernel, &QPushButton::clicked, this, [this] {
    const auto groups = m_context.provenance().groupsOf(m_thing);
    if (!groups.empty()) m_context.requestKernel(groups.front());
  });

  m_pin->setIcon(lineIcon(QStringLiteral("pin")));
  m_pin->setText(tr("Pin"));
  m_pin->setCheckable(true);
  m_pin->setAutoRaise(true);
  m_pin->setAccessibleName(tr("Pin"));
  m_pin->setToolTip(tr("Keep showing this thing when the selection moves on"));
  connect(m_pin, &QToolButton::toggled, this, [this](bool isOn) {
    // Pinned is said in words: what is shown is no longer what is selected.
    m_pin->setText(isOn ? tr("Pinned") : tr("Pin"));
    m_pin->setToolButtonStyle(isOn ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
    refresh();
  });
  auto* bottom = new QHBoxLayout;
  bottom->addWidget(m_openKernel);
  bottom->addStretch(1);
  bottom->addWidget(m_pin);
  layout->addWidget(m_text, 1);
  layout->addWidget(m_fusionActions);
  layout->addLayout(bottom);

  connect(&m_context, &WorkbenchContext::snapshotChanged, this, &Inspector::refresh);
  connect(&m_context.selection(), &Selection::changed, this, &Inspector::refresh);
  refresh();
}

// What a text browser offers, and the command behind the measured numbers.
void Inspector::showMenu(const QPoint& at) {
  QMenu* menu = m_text->createStandardContextMenu(at);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const auto& snapshot = m_context.snapshot();
  if (snapshot && snapshot->profile) {
    menu->addSeparator();
    menu->addAction(commandAction(menu, [command = snapshot->profile->total.command] {
      return QString::fromStdString(command);
    }));
  }
  menu->popup(m_text->viewport()->mapToGlobal(at));
}

void Inspector::refresh() {
  if (!m_pin->isChecked()) m_thing = m_context.selection().current();
  const Colors& colors = colorsOf(palette());
  const Description d = describe(m_context, m_thing);
  if (!m_context.snapshot())
    m_text->setHtml(QStringLiteral("<p style='color:%2'>%1</p>")
                        .arg(tr("Open a model; what you select is described here."),
                             colors.muted.name()));
  else
    m_text->setHtml(toHtml(d, colors.muted.name(), colors.accent.name()));
  refreshActions(d.fusion, d.isOverrideRefused);
  const bool isOfGroup = m_thing.kind != Thing::Kind::fusionEdge &&
                         !m_context.provenance().groupsOf(m_thing).empty();
  m_openKernel->setVisible(isOfGroup);
}

void Inspector::refreshActions(const session::FusionEdgeView* fusion, bool isRefused) {
  m_fusionActions->setVisible(fusion != nullptr);
  if (!fusion) return;
  const double delta = fusion->predictedDeltaMilliseconds;
  const QString amount = durationText(std::abs(delta));
  const QString verb = fusion->fused ? tr("Forbidding it") : tr("Forcing it");
  if (isRefused)
    m_effect->setText(tr("Forcing it was refused; the rules decide as before."));
  else if (!m_context.snapshot()->fusion->isPredicted)
    m_effect->setText(tr("The prediction waits for the measurement of this machine"));
  else if (delta == 0)
    m_effect->setText(tr("%1: no predicted effect").arg(verb));
  else
    m_effect->setText(delta < 0 ? tr("%1: predicted %2 faster").arg(verb, amount)
                                : tr("%1: predicted %2 slower").arg(verb, amount));
  m_force->setEnabled(!fusion->fused && !isRefused);
  m_forbid->setEnabled(fusion->fused);
  m_clear->setEnabled(fusion->isOverridden);
  m_measure->setVisible(fusion->isOverridden && !isRefused);
}

void Inspector::act(Action action) {
  m_context.setFusionOverride(m_thing.op, m_thing.consumer, action);
}

QString Inspector::plainText() const { return m_text->toPlainText(); }

void Inspector::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) refresh();
}

}  // namespace heddle::views
