// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/detail_header.h"

#include "pages/requests/requests_cells.h"
#include "request_record.h"
#include "widgets/format.h"
#include "widgets/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr int WideEnoughForOneLine = 110 * Theme::Grid; // pixels

QString escaped(const QByteArray &text)
{
    return QString::fromUtf8(text).toHtmlEscaped();
}

QToolButton *toolButton(QWidget *parent, const QString &name, const QIcon &icon, const QString &text)
{
    auto *button = new QToolButton(parent);
    button->setObjectName(name);
    button->setIcon(icon);
    button->setToolTip(text);
    button->setAccessibleName(text);
    return button;
}

} // namespace

DetailHeader::DetailHeader(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_method(new QLabel(this))
    , m_path(new QLabel(this))
    , m_badge(new QLabel(this))
    , m_figures(new QLabel(this))
    , m_links(new QLabel(this))
    , m_status(new QLabel(this))
    , m_actions(new QWidget(this))
{
    prepareLabels();
    buildLayout();
    connect(&theme, &Theme::changed, this, &DetailHeader::recolour);
    connect(m_links, &QLabel::linkActivated, this, &DetailHeader::linkActivated);
}

void DetailHeader::prepareLabels()
{
    m_method->setObjectName(u"detailMethod"_s);
    m_path->setObjectName(u"detailPath"_s);
    m_badge->setObjectName(u"detailStatus"_s);
    m_figures->setObjectName(u"detailFigures"_s);
    m_links->setObjectName(u"detailLinks"_s);
    m_status->setObjectName(u"detailState"_s);
    Theme::setKind(m_method, "heading");
    Theme::setKind(m_path, "heading");
    Theme::setKind(m_figures, "muted");
    m_path->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_path->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a long path must not widen the pane
    m_figures->setWordWrap(true);
    m_links->setWordWrap(true);
    m_links->setTextFormat(Qt::RichText);
    m_status->setWordWrap(true);
}

void DetailHeader::buildLayout()
{
    auto *actions = new QHBoxLayout(m_actions);
    actions->setContentsMargins(0, 0, Theme::Grid, 0);
    actions->setSpacing(Theme::Grid / 2);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::Grid, Theme::Grid, Theme::Grid, 0);
    layout->setSpacing(Theme::Grid / 2);
    layout->addLayout(buildTitle());
    m_lines = new QBoxLayout(QBoxLayout::TopToBottom);
    m_lines->addWidget(m_figures);
    m_lines->addWidget(m_links, 1);
    layout->addLayout(m_lines);
    layout->addWidget(m_status);
}

// Below the table there is width, and no height.
void DetailHeader::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    const bool wide = width() >= WideEnoughForOneLine;
    m_lines->setDirection(wide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_lines->setSpacing(wide ? 3 * Theme::Grid : Theme::Grid / 2);
    m_figures->setWordWrap(!wide);
}

QLayout *DetailHeader::buildTitle()
{
    auto *turn = toolButton(this, u"detailOrientation"_s, m_theme.icon(u"expand"_s), tr("Beside or below the table"));
    auto *close = toolButton(this, u"detailClose"_s, m_theme.icon(u"close"_s), tr("Close (Esc)"));
    connect(turn, &QToolButton::clicked, this, &DetailHeader::orientationAsked);
    connect(close, &QToolButton::clicked, this, &DetailHeader::closed);
    auto *title = new QHBoxLayout;
    title->setSpacing(Theme::Grid);
    title->addWidget(m_badge);
    title->addWidget(m_method);
    title->addWidget(m_path, 1);
    title->addWidget(turn);
    title->addWidget(close);
    return title;
}

void DetailHeader::setRecord(const RequestRecord &record, double slowMs)
{
    m_method->setText(QString::fromUtf8(record.method));
    m_path->setText(QString::fromUtf8(record.path));
    m_path->setToolTip(m_path->text());
    m_record = record;
    setBadge(record.status);
    const double ms = double(record.durationUs) / 1000;
    QStringList figures{record.slow || ms >= slowMs ? tr("%1, slow").arg(formatDuration(ms)) : formatDuration(ms)};
    if (record.ttfbUs >= 0)
        figures.append(tr("first byte %1").arg(formatDuration(double(record.ttfbUs) / 1000)));
    figures.append(tr("%1 in, %2 out").arg(formatBytes(double(record.bytesIn)), formatBytes(double(record.bytesOut))));
    figures.append(tr("began %1").arg(formatClock(record.atUs / 1000)));
    if (!record.error.isEmpty())
        figures.append(QString::fromUtf8(record.error));
    m_figures->setText(figures.join(u" · "_s));
    setLinks(record);
}

void DetailHeader::setActions(const QList<QAction *> &actions)
{
    for (QAction *action : actions) {
        auto *button = toolButton(this, "detail_"_L1 + action->objectName(), action->icon(), action->toolTip());
        connect(button, &QToolButton::clicked, action, &QAction::trigger);
        m_actions->layout()->addWidget(button);
    }
}

void DetailHeader::setStatusLine(const QString &text, bool failed)
{
    m_status->setText(text);
    m_status->setVisible(!text.isEmpty());
    Theme::setKind(m_status, failed ? "error" : "muted");
}

QWidget *DetailHeader::actionBar()
{
    return m_actions;
}

void DetailHeader::setBadge(int status)
{
    const Theme::Role role = Theme::statusRole(status);
    const QString phrase = statusPhrase(status);
    m_badge->setText((statusText(status) + ' '_L1 + phrase).trimmed());
    m_badge->setStyleSheet(u"background: %1; color: %2; border-radius: 4px; padding: 2px 8px; font-weight: 600;"_s.arg(
        m_theme.soft(role).name(), m_theme.color(role).name()));
}

void DetailHeader::setLinks(const RequestRecord &record)
{
    const QString color = m_theme.color(Theme::Role::Accent).name();
    const auto link = [&color](const char *target, const QString &text) {
        return u"<a href=\"%1\" style=\"color: %2; text-decoration: none\">%3</a>"_s.arg(QLatin1String(target), color,
                                                                                         text);
    };
    QStringList links;
    if (!record.route.isEmpty())
        links.append(tr("Route %1").arg(link("route", escaped(record.route))));
    if (!record.user.isEmpty())
        links.append(tr("User %1 (%2)").arg(link("user", escaped(record.shownUser())), link("openUser", tr("show"))));
    if (!record.traceId.isEmpty())
        links.append(tr("Trace %1").arg(link("trace", escaped(record.traceId.left(8)) + u"…"_s)));
    links.append(tr("Id %1").arg(link("id", escaped(record.id))));
    m_links->setText(links.join(" &nbsp; "_L1));
}

// The badge's and the links' colours are in their texts.
void DetailHeader::recolour()
{
    if (!m_record)
        return;
    setBadge(m_record->status);
    setLinks(*m_record);
}

} // namespace signalbox::ui
