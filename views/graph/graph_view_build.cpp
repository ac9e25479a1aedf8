// How the graph view is put together.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

#include "views/common/icons.h"
#include "views/graph/graph_view.h"
#include "views/graph/legend.h"
#include "views/graph/pass_strip.h"

namespace heddle::views {
namespace {

QToolButton* toolButton(const QString& icon, const QString& tip, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setIcon(lineIcon(icon));
  button->setToolTip(tip);
  button->setAccessibleName(tip);
  button->setAutoRaise(true);
  return button;
}

QWidget* titled(QLabel* title, QWidget* canvas, QWidget* parent) {
  auto* box = new QWidget(parent);
  auto* layout = new QVBoxLayout(box);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  title->setContentsMargins(8, 4, 8, 4);
  title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  layout->addWidget(title);
  layout->addWidget(canvas, 1);
  return box;
}

}  // namespace

void GraphView::build() {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);

  auto* passes = new QWidget(this);
  auto* row = new QHBoxLayout(passes);
  row->setContentsMargins(4, 2, 8, 2);
  row->setSpacing(4);
  auto* previous = toolButton(QStringLiteral("step-back"), tr("Previous pass"), passes);
  auto* next = toolButton(QStringLiteral("step-forward"), tr("Next pass"), passes);
  auto* play = toolButton(QStringLiteral("play"), tr("Play the passes"), passes);
  connect(previous, &QToolButton::clicked, this, [this] { stepPass(-1); });
  connect(next, &QToolButton::clicked, this, [this] { stepPass(1); });
  connect(play, &QToolButton::clicked, this, &GraphView::togglePlaying);
  connect(m_strip, &PassStrip::playingChanged, play, [play](bool isPlaying) {
    play->setIcon(lineIcon(isPlaying ? QStringLiteral("pause") : QStringLiteral("play")));
  });
  for (QToolButton* button : {previous, play, next}) row->addWidget(button);
  row->addWidget(m_strip, 1);
  layout->addWidget(passes);
  layout->addWidget(buildTools());

  auto* line = new QFrame(this);
  line->setFrameShape(QFrame::HLine);
  line->setFixedHeight(1);
  line->setStyleSheet(QStringLiteral("color:palette(mid)"));
  layout->addWidget(line);
  m_splitter->setChildrenCollapsible(false);
  m_splitter->setHandleWidth(1);
  m_splitter->addWidget(titled(m_beforeTitle, m_before, m_splitter));
  m_splitter->addWidget(titled(m_afterTitle, m_after, m_splitter));
  layout->addWidget(m_splitter, 1);
}

QWidget* GraphView::buildTools() {
  auto* tools = new QWidget(this);
  auto* row = new QHBoxLayout(tools);
  row->setContentsMargins(8, 0, 8, 4);
  row->setSpacing(8);
  m_search->setPlaceholderText(tr("Search the graph  /"));
  m_search->setClearButtonEnabled(true);
  m_search->addAction(lineIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);
  m_search->setMaximumWidth(300);
  m_search->setMinimumWidth(180);
  m_search->setToolTip(tr("A regular expression over names, operators and attributes"));
  m_search->setAccessibleName(tr("Search the graph"));
  connect(m_search, &QLineEdit::textChanged, this, &GraphView::search);
  connect(m_search, &QLineEdit::returnPressed, this, [this] { nextHit(true); });
  row->addWidget(m_search, 1);
  row->addWidget(m_hitLabel);
  m_legend = new Legend(tools);
  row->addWidget(m_legend, 8);
  auto* label = new QLabel(tr("Colour by"), tools);
  row->addWidget(label);
  for (int i = 0; i < kColorModeCount; ++i)
    m_colorBy->addItem(colorModeName(static_cast<ColorMode>(i)));
  label->setBuddy(m_colorBy);
  m_colorBy->setAccessibleName(tr("Colour by"));
  connect(m_colorBy, &QComboBox::currentIndexChanged, this,
          [this](int index) { setColorMode(static_cast<ColorMode>(index)); });
  row->addWidget(m_colorBy);
  m_sideButton = toolButton(QStringLiteral("columns"), tr("Before and after side by side"), tools);
  m_sideButton->setCheckable(true);
  m_sideButton->setChecked(m_isSideBySide);
  connect(m_sideButton, &QToolButton::toggled, this, &GraphView::setSideBySide);
  auto* fit = toolButton(QStringLiteral("fit"), tr("Fit the graph (F)"), tools);
  connect(fit, &QToolButton::clicked, this, [this] { activeCanvas()->fit(); });
  row->addWidget(m_sideButton);
  row->addWidget(fit);
  return tools;
}

}  // namespace heddle::views
