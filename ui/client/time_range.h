// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

namespace signalbox::ui {

// The time that all pages show: live (the last 5 minutes, moving), the last N minutes, all that is kept, or a part
// picked by a drag in a chart. Also the pause. Main thread, owned by the main window.
class TimeRange : public QObject {
    Q_OBJECT
public:
    enum class Kind : quint8 { Live, Last5Minutes, Last15Minutes, LastHour, All, Custom };
    Q_ENUM(Kind)

    explicit TimeRange(QObject *parent = nullptr);

    Kind kind() const;
    void setKind(Kind kind); // not Custom
    void setCustom(qint64 fromMs, qint64 toMs); // since the epoch

    qint64 fromMs() const; // as of now, or of the pause; 0 for all
    qint64 toMs() const; // 0 for now; while paused, when that was
    bool followsNow() const; // everything but Custom

    bool isPaused() const; // views stand still, and count what they hold back
    qint64 pausedAtMs() const; // 0: not paused
    void setPaused(bool paused);

    QString label() const; // "5 m"; of a custom one "14:03:07 – 14:05:00"

signals:
    void changed();
    void pausedChanged(bool paused);

private:
    QString customLabel() const;
    qint64 nowMs() const;

    Kind m_kind = Kind::Live;
    qint64 m_fromMs = 0;
    qint64 m_toMs = 0;
    qint64 m_pausedAtMs = 0;
};

} // namespace signalbox::ui
