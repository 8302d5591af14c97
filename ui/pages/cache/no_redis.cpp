// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/no_redis.h"

#include "widgets/copy_button.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int IconPixels = 32;
constexpr int Width = 60 * Theme::Grid;

// Centred in its column, and as wide as it wants to be.
QWidget *centred(QWidget *content)
{
    auto *holder = new QWidget;
    auto *row = new QHBoxLayout(holder);
    row->setContentsMargins({});
    row->addStretch();
    row->addWidget(content);
    row->addStretch();
    return holder;
}

} // namespace

NoRedis::NoRedis(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel)
    , m_text(new QLabel)
    , m_hint(new QLabel)
    , m_copy(new CopyButton(theme))
{
    setObjectName(u"noRedis"_s);
    auto *icon = new QLabel;
    const auto draw = [&theme, icon] {
        icon->setPixmap(theme.icon(u"cache"_s, Theme::Role::TextMuted)
                            .pixmap(QSize(IconPixels, IconPixels), icon->devicePixelRatio()));
    };
    connect(&theme, &Theme::changed, icon, draw);
    draw();
    m_title->setObjectName(u"noRedis.title"_s);
    Theme::setKind(m_title, "heading");
    m_text->setObjectName(u"noRedis.text"_s);
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignHCenter);
    m_text->setFixedWidth(Width);
    Theme::setKind(m_text, "muted");
    m_hintLine = makeHint(theme);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(Theme::Grid);
    column->addStretch(2);
    column->addWidget(centred(icon));
    column->addWidget(centred(m_title));
    column->addWidget(centred(m_text));
    column->addWidget(centred(m_hintLine));
    column->addSpacing(Theme::Grid);
    column->addWidget(centred(makeWorks()));
    column->addStretch(3);
}

QWidget *NoRedis::makeHint(const Theme &theme)
{
    auto *line = new QFrame;
    Theme::setKind(line, "code");
    m_hint->setObjectName(u"noRedis.hint"_s);
    m_hint->setFont(theme.monospace());
    m_hint->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_copy->setObjectName(u"noRedis.copy"_s);
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(Theme::Grid + 4, Theme::Grid / 2, Theme::Grid / 2, Theme::Grid / 2);
    row->addWidget(m_hint, 1);
    row->addWidget(m_copy);
    return line;
}

QWidget *NoRedis::makeWorks()
{
    auto *works = new QLabel(tr("<b>What works all the same</b><ul style=\"margin-left:-20px\">"
                                "<li>Every request that needs no Redis is answered; reads go to the database.</li>"
                                "<li>Rate limits and login limits are kept, by each node for itself.</li>"
                                "<li>What can't do without Redis is answered 503, with what to install.</li></ul>"));
    works->setObjectName(u"noRedis.works"_s);
    works->setTextFormat(Qt::RichText);
    works->setWordWrap(true);
    works->setFixedWidth(Width);
    return works;
}

void NoRedis::setLink(const RedisLink &link)
{
    const bool missing = link.state == RedisLink::State::Missing;
    m_title->setText(missing ? tr("There is no redis-server on the server's machine")
                             : tr("The server is configured to do without Redis"));
    m_text->setText(!link.error.isEmpty() ? link.error
                        : missing         ? tr("With it, the server keeps a Redis of its own, for itself alone.")
                                          : tr("Give it the address of one, and restart it, to use the cache."));
    m_hint->setText(link.hint);
    m_hint->setAccessibleName(tr("What to do"));
    m_hintLine->setVisible(!link.hint.isEmpty());
    m_copy->setCopiedText(link.hint, tr("what to do"));
    setAccessibleName(m_title->text());
    setAccessibleDescription(link.hint);
}

} // namespace signalbox::ui
