// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/requests/request_replayer.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLayout;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QSplitter;
class QTableView;

namespace signalbox::ui {

class BodyView;
class HeadersModel;
class Theme;

// A request to change and to send again, and the answer to it. Says what the original had that is not known here, and
// asks for a token in the place of one that was struck out. Main thread.
class ReplayDialog : public QDialog {
    Q_OBJECT
public:
    ReplayDialog(const Theme &theme, RequestReplayer &replayer, const RepeatableRequest &request,
                 const QByteArray &original, QWidget *parent = nullptr);

    void setToken(const QString &token); // what was given before
    RepeatableRequest request() const; // as edited

signals:
    void tokenGiven(const QString &token);
    void answered(const signalbox::ui::RequestReplayer::Outcome &outcome);

private:
    QWidget *makeTarget();
    QSplitter *makeParts(const Theme &theme);
    QWidget *makeHeaders(const Theme &theme);
    QLayout *makeHeaderButtons(const Theme &theme);
    QWidget *makeBody(const Theme &theme);
    QWidget *makeAnswer(const Theme &theme);
    void tellMissing();
    void checkBody();
    void indentBody();
    void send();
    void show(const RequestReplayer::Outcome &outcome);

    RequestReplayer &m_replayer;
    RepeatableRequest m_original;
    QByteArray m_originalId;
    QLabel *m_missing;
    QComboBox *m_method;
    QLineEdit *m_path;
    QLineEdit *m_token;
    HeadersModel *m_headers;
    QTableView *m_headersView = nullptr;
    QPlainTextEdit *m_body;
    QLabel *m_bodyState;
    QPushButton *m_send;
    QLabel *m_answerLine;
    BodyView *m_answerBody = nullptr;
};

} // namespace signalbox::ui
