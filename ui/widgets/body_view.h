// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QStackedWidget;
class QToolButton;

namespace signalbox::ui {

class HexView;
class JsonView;
class Theme;

// One body, as what it seems to be: JSON to fold, text, an image, or bytes; the person may choose. Main thread.
class BodyView : public QWidget {
    Q_OBJECT
public:
    enum class Form : int { Json, Text, Image, Hex };
    Q_ENUM(Form)

    BodyView(const Theme &theme, const QString &title, QWidget *parent = nullptr);

    // `size` is that of the whole, of which `bytes` may be the beginning.
    void setBody(const QByteArray &bytes, qint64 size, bool truncated, const QByteArray &contentType = {});
    Form form() const;

private:
    void buildForms(const Theme &theme);
    void buildLayout(const Theme &theme);
    Form bestForm(const QByteArray &contentType);
    void setForm(Form form);
    void showImage();

    QByteArray m_bytes;
    bool m_isJson = false;
    QString m_title;
    QLabel *m_caption;
    QComboBox *m_forms;
    QToolButton *m_copy;
    QStackedWidget *m_stack;
    JsonView *m_json;
    QPlainTextEdit *m_text;
    QLabel *m_image;
    HexView *m_hex;
};

} // namespace signalbox::ui
