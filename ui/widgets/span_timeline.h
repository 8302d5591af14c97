// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "request_record.h"

#include <QAbstractScrollArea>

namespace signalbox::ui {

class Theme;

// What a request spent its time on: a bar for each span on the request's own time, with a mark where the answer's
// first byte left. Hovering tells the figures; the keyboard moves through the spans. Main thread.
class SpanTimeline : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit SpanTimeline(const Theme &theme, QWidget *parent = nullptr);

    void setRecord(const RequestRecord &record);
    int spanCount() const;
    int currentSpan() const; // -1: none
    QString describe(int span) const; // "database: select users, 12.4 ms from 1.20 ms, failed"

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void updateScrollBar();
    void setCurrent(int span);
    int spanAt(const QPoint &position) const;
    QRect rowRect(int row) const; // 0 is the whole request
    int labelWidth() const;
    qreal xOf(qint64 microseconds) const;
    qint64 totalUs() const;
    QColor colorOf(const Span &span) const;
    void paintAxis(QPainter &painter) const;
    void paintBar(QPainter &painter, int row, qint64 startUs, qint64 durationUs, const QColor &color) const;
    void paintLabel(QPainter &painter, int row, const QString &kind, const QString &name) const;
    void paintSpan(QPainter &painter, int span) const;
    void paintTtfb(QPainter &painter) const;

    const Theme &m_theme;
    RequestRecord m_record;
    int m_current = -1;
};

} // namespace signalbox::ui
