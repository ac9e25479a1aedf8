// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/common/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

// Resources of a static library are dropped by the linker unless asked for, outside any namespace.
static void initResources() { Q_INIT_RESOURCE(heddle); }

namespace heddle::views {
namespace {

class LineIconEngine final : public QIconEngine {
 public:
  explicit LineIconEngine(QString name) : m_name(std::move(name)) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
    const QPalette palette = QGuiApplication::palette();
    const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
    const auto role = mode == QIcon::Selected ? QPalette::HighlightedText : QPalette::ButtonText;
    QSvgRenderer renderer(coloured(palette.color(group, role)));
    renderer.render(painter, rect);
  }

  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    return scaledPixmap(size, mode, state, 1.0);
  }

  QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal) override {
    const QString key = QStringLiteral("heddle/%1/%2x%3/%4/%5")
                            .arg(m_name)
                            .arg(size.width())
                            .arg(size.height())
                            .arg(int(mode))
                            .arg(QGuiApplication::palette().color(QPalette::ButtonText).rgb());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap)) return pixmap;
    pixmap = QPixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paint(&painter, QRect(QPoint(0, 0), size), mode, state);
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
  }

  QIconEngine* clone() const override { return new LineIconEngine(m_name); }

 private:
  QByteArray coloured(const QColor& color) const {
    QFile file(QStringLiteral(":/icons/%1.svg").arg(m_name));
    if (!file.open(QIODevice::ReadOnly)) return {};
    return file.readAll().replace("currentColor", color.name().toLatin1());
  }

  QString m_name;
};

}  // namespace

QIcon lineIcon(const QString& name) {
  initResources();
  return QIcon(new LineIconEngine(name));
}

}  // namespace heddle::views
