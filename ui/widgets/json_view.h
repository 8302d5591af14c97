// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTreeView>

namespace signalbox::ui {

class JsonModel;
class Theme;

// A JSON document as a tree to fold; any value can be copied. Main thread.
class JsonView : public QTreeView {
    Q_OBJECT
public:
    explicit JsonView(const Theme &theme, QWidget *parent = nullptr);

    bool setJson(const QByteArray &bytes); // false, and empty, when it is none
    JsonModel &json();

private:
    void showMenu(const QPoint &position);
    void copyCurrent();

    JsonModel *m_model;
};

} // namespace signalbox::ui
