// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QSplitter>

class QSettings;

namespace signalbox::ui {

// A list and the detail of what is chosen in it, beside each other where there is width for it and else below each
// other, until the person turns them. Remembers that, and how much each has. Main thread.
class DetailSplitter : public QSplitter {
    Q_OBJECT
public:
    // The settings must outlive it; what it keeps there is under `group`.
    DetailSplitter(QSettings &settings, const QString &group, QWidget *parent = nullptr);
    ~DetailSplitter() override; // remembers

    void setParts(QWidget *list, QWidget *detail); // the detail is not shown at first
    void setDetailShown(bool shown);
    bool isDetailShown() const;
    void turn();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QString sizesKey() const;
    void fit();
    void restoreSizes();
    void saveSizes();

    QSettings &m_settings;
    QString m_group;
    QWidget *m_detail = nullptr;
    int m_chosen = 0; // Qt::Orientation; 0: by the width
};

} // namespace signalbox::ui
