// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QAbstractButton>

namespace signalbox::ui {

class Theme;

// One figure with its change and a line of its recent past; a click leads to what it is made of.
class StatCard : public QAbstractButton {
    Q_OBJECT
public:
    enum class Tone : quint8 { Plain, Good, Bad };

    struct Content {
        QString figure; // "1.24 ms"
        QString note; // "peak 12", may be empty
        QString caption; // a line below the figure, may be empty
        QString change; // "▲ 12 %", empty when there is nothing to compare with
        Tone changeTone = Tone::Plain;
        QList<double> past; // for the sparkline; NaN is a gap
        QString toolTip; // over which time, against which
        bool operator==(const Content &) const = default;
    };

    StatCard(const Theme &theme, const QString &title, QWidget *parent = nullptr);

    void setContent(const Content &content);
    const Content &content() const { return m_content; }
    void setLine(const QColor &colour); // of the sparkline
    void setLeads(bool leads); // whether a click goes anywhere

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void paintTexts(QPainter &painter, const QRect &inner) const;
    QColor toneColour() const;

    const Theme &m_theme;
    Content m_content;
    QColor m_line;
    bool m_leads = true;
};

} // namespace signalbox::ui
