// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QLabel>
#include <QPlainTextEdit>

namespace signalbox::ui {

class Theme;

// Text that is to be JSON: checked while one types, with what is wrong and where below it. Main thread.
class JsonEdit : public QWidget {
    Q_OBJECT
public:
    // Its parts are named after it: NAME.text, NAME.problem.
    JsonEdit(const Theme &theme, const QString &name, const QString &accessibleName, QWidget *parent = nullptr);

    void setJson(const QByteArray &json); // indented, if it is any
    void setText(const QString &text);
    QString text() const { return m_text->toPlainText(); }
    void setOptional(bool optional); // empty is right, too
    void setOnlyObjects(bool only);
    bool isValid() const { return m_problemText.isEmpty(); }
    QCborValue value() const; // undefined when it is empty or no JSON
    void setProblem(const QString &problem); // what the server says of it; until the next change
    QPlainTextEdit &edit() { return *m_text; }

    static QString indented(const QByteArray &json); // as it is when it is none

signals:
    void changed();

private:
    void check();
    QString problemOf(const QString &text) const;

    QPlainTextEdit *m_text;
    QLabel *m_problem;
    QString m_problemText; // of the JSON
    bool m_optional = false;
    bool m_onlyObjects = false;
};

} // namespace signalbox::ui
