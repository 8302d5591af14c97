// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/window_layout.h"

#include <QSettings>
#include <QSplitter>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr QSize FirstSize(1360, 860);

QString keyOf(const QSplitter &splitter)
{
    return "window/splitters/"_L1 + splitter.objectName();
}

} // namespace

WindowLayout::WindowLayout(QSettings &settings)
    : m_settings(settings)
{
}

void WindowLayout::restore(QWidget &window) const
{
    if (!window.restoreGeometry(m_settings.value(u"window/geometry"_s).toByteArray()))
        window.resize(FirstSize);
    for (QSplitter *splitter : window.findChildren<QSplitter *>())
        if (!splitter->objectName().isEmpty())
            splitter->restoreState(m_settings.value(keyOf(*splitter)).toByteArray());
}

void WindowLayout::save(const QWidget &window, const QString &page) const
{
    m_settings.setValue(u"window/geometry"_s, window.saveGeometry());
    m_settings.setValue(u"window/page"_s, page);
    for (const QSplitter *splitter : window.findChildren<QSplitter *>())
        if (!splitter->objectName().isEmpty())
            m_settings.setValue(keyOf(*splitter), splitter->saveState());
}

QString WindowLayout::page() const
{
    return m_settings.value(u"window/page"_s).toString();
}

} // namespace signalbox::ui
