// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/replay_dialog.h"

#include "pages/requests/headers_model.h"
#include "pages/requests/requests_cells.h"
#include "widgets/body_view.h"
#include "widgets/format.h"
#include "widgets/json_tree.h"
#include "widgets/plain_table.h"
#include "widgets/text_bytes.h"
#include "widgets/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QTableView>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr int PartGap = Theme::Grid; // to the splitter's handle

bool isAuthorization(const QByteArray &name)
{
    return name.compare("authorization", Qt::CaseInsensitive) == 0;
}

bool wantsToken(const RepeatableRequest &request)
{
    return !request.captured || isStruckOut(headerValue(request.headers, "authorization"));
}

QByteArray authorization(const QString &token)
{
    const QByteArray value = token.trimmed().toUtf8();
    return value.contains(' ') ? value : "Bearer " + value;
}

// "line 3, column 14" of an offset in bytes.
QString placeOf(const QByteArray &text, qsizetype offset)
{
    const QByteArray before = text.left(offset);
    const qsizetype line = before.count('\n') + 1;
    return QObject::tr("line %1, column %2").arg(line).arg(offset - before.lastIndexOf('\n'));
}

} // namespace

ReplayDialog::ReplayDialog(const Theme &theme, RequestReplayer &replayer, const RepeatableRequest &request,
                           const QByteArray &original, QWidget *parent)
    : QDialog(parent)
    , m_replayer(replayer)
    , m_original(request)
    , m_originalId(original)
    , m_missing(new QLabel(this))
    , m_method(new QComboBox(this))
    , m_path(new QLineEdit(QString::fromUtf8(request.path), this))
    , m_token(new QLineEdit(this))
    , m_headers(new HeadersModel(theme, true, this))
    , m_body(new QPlainTextEdit(this))
    , m_bodyState(new QLabel(this))
    , m_send(new QPushButton(tr("Send"), this))
    , m_answerLine(new QLabel(this))
{
    setObjectName(u"replayDialog"_s);
    setWindowTitle(tr("Edit and replay"));
    resize(Theme::Grid * 110, Theme::Grid * 80);
    m_headers->setHeaders(request.headers);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(Theme::Grid);
    layout->setContentsMargins(Theme::Grid * 2, Theme::Grid * 2, Theme::Grid * 2, Theme::Grid * 2);
    layout->addWidget(makeTarget());
    layout->addWidget(m_missing);
    layout->addWidget(m_token);
    layout->addWidget(makeParts(theme), 1);
    tellMissing();
    checkBody();
    auto *enter = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return), this);
    connect(enter, &QShortcut::activated, this, &ReplayDialog::send);
    connect(m_send, &QPushButton::clicked, this, &ReplayDialog::send);
}

QSplitter *ReplayDialog::makeParts(const Theme &theme)
{
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(makeHeaders(theme));
    splitter->addWidget(makeBody(theme));
    splitter->addWidget(makeAnswer(theme));
    splitter->setSizes({Theme::Grid * 20, Theme::Grid * 22, Theme::Grid * 26});
    return splitter;
}

void ReplayDialog::setToken(const QString &token)
{
    m_token->setText(token);
}

RepeatableRequest ReplayDialog::request() const
{
    RepeatableRequest request = m_original;
    request.method = m_method->currentText().trimmed().toUpper().toUtf8();
    request.path = m_path->text().trimmed().toUtf8();
    if (!request.path.startsWith('/'))
        request.path.prepend('/');
    request.headers = m_headers->headers();
    request.headers.removeIf([](const auto &header) { return isStruckOut(header.second); });
    if (!m_token->text().trimmed().isEmpty()) {
        request.headers.removeIf([](const auto &header) { return isAuthorization(header.first); });
        request.headers.append({"Authorization", authorization(m_token->text())});
    }
    if (m_body->isEnabled())
        request.body = m_body->toPlainText().toUtf8();
    return request;
}

QWidget *ReplayDialog::makeTarget()
{
    auto *box = new QWidget(this);
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    m_method->setObjectName(u"replayMethod"_s);
    m_method->setAccessibleName(tr("Method"));
    m_method->setEditable(true);
    m_method->addItems({u"GET"_s, u"POST"_s, u"PUT"_s, u"PATCH"_s, u"DELETE"_s, u"HEAD"_s, u"OPTIONS"_s});
    m_method->setCurrentText(QString::fromUtf8(m_original.method));
    m_path->setObjectName(u"replayPath"_s);
    m_path->setAccessibleName(tr("Path with query"));
    m_send->setObjectName(u"replaySend"_s);
    m_send->setDefault(true);
    m_send->setToolTip(tr("Ctrl+Enter"));
    Theme::setKind(m_send, "primary");
    auto *server = new QLabel(m_original.server.toString(), box);
    Theme::setKind(server, "muted");
    layout->addWidget(m_method);
    layout->addWidget(server);
    layout->addWidget(m_path, 1);
    layout->addWidget(m_send);
    return box;
}

QWidget *ReplayDialog::makeHeaders(const Theme &theme)
{
    m_headersView =
        makePlainTable(theme, *m_headers, u"replayHeaders"_s, tr("Headers"), {Theme::Grid * 26, Theme::Grid * 50});
    Theme::setKind(m_headersView, "framed");
    auto *box = new QWidget(this);
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, PartGap);
    layout->addWidget(m_headersView, 1);
    layout->addLayout(makeHeaderButtons(theme));
    return box;
}

QLayout *ReplayDialog::makeHeaderButtons(const Theme &theme)
{
    auto *add = new QPushButton(theme.icon(u"plus"_s), tr("Header"), this);
    add->setObjectName(u"replayAddHeader"_s);
    auto *remove = new QPushButton(theme.icon(u"trash"_s), tr("Remove"), this);
    remove->setObjectName(u"replayRemoveHeader"_s);
    connect(add, &QPushButton::clicked, this, [this] {
        m_headers->append();
        m_headersView->edit(m_headers->index(m_headers->rowCount() - 1, HeadersModel::NameColumn));
    });
    connect(remove, &QPushButton::clicked, this, [this] {
        if (m_headersView->currentIndex().isValid())
            m_headers->removeRow(m_headersView->currentIndex().row());
    });
    auto *buttons = new QVBoxLayout;
    buttons->addWidget(add);
    buttons->addWidget(remove);
    buttons->addStretch();
    return buttons;
}

QWidget *ReplayDialog::makeBody(const Theme &theme)
{
    m_body->setObjectName(u"replayBody"_s);
    m_body->setAccessibleName(tr("Body"));
    m_body->setPlaceholderText(tr("No body"));
    m_body->setFont(theme.monospace());
    m_body->setTabChangesFocus(true);
    m_body->setEnabled(isText(m_original.body));
    if (m_body->isEnabled())
        m_body->setPlainText(QString::fromUtf8(m_original.body));
    m_bodyState->setObjectName(u"replayBodyState"_s);
    auto *indent = new QPushButton(tr("Indent JSON"), this);
    indent->setObjectName(u"replayIndent"_s);
    Theme::setKind(indent, "quiet");
    connect(indent, &QPushButton::clicked, this, &ReplayDialog::indentBody);
    connect(m_body, &QPlainTextEdit::textChanged, this, &ReplayDialog::checkBody);
    auto *box = new QWidget(this);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, PartGap, 0, PartGap);
    auto *line = new QHBoxLayout;
    line->addWidget(m_bodyState, 1);
    line->addWidget(indent);
    layout->addWidget(m_body, 1);
    layout->addLayout(line);
    return box;
}

QWidget *ReplayDialog::makeAnswer(const Theme &theme)
{
    m_answerLine->setObjectName(u"replayAnswer"_s);
    m_answerLine->setText(tr("The answer comes here."));
    Theme::setKind(m_answerLine, "muted");
    m_answerBody = new BodyView(theme, tr("Answer"), this);
    m_answerBody->setObjectName(u"replayAnswerBody"_s);
    m_answerBody->hide();
    auto *box = new QWidget(this);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, PartGap, 0, 0);
    layout->setAlignment(Qt::AlignTop);
    layout->addWidget(m_answerLine);
    layout->addWidget(m_answerBody, 1);
    return box;
}

void ReplayDialog::tellMissing()
{
    const QStringList missing = m_original.missing();
    m_missing->setObjectName(u"replayMissing"_s);
    m_missing->setWordWrap(true);
    m_missing->setVisible(!missing.isEmpty());
    m_missing->setText(tr("Not as it was: %1.").arg(missing.join("; "_L1)));
    Theme::setKind(m_missing, "muted");
    m_token->setObjectName(u"replayToken"_s);
    m_token->setAccessibleName(tr("Token to send as Authorization"));
    m_token->setEchoMode(QLineEdit::Password);
    m_token->setPlaceholderText(m_original.captured ? tr("Authorization was struck out: a token to send in its place")
                                                    : tr("A token to send as Authorization, if one is needed"));
    m_token->setVisible(wantsToken(m_original));
}

void ReplayDialog::checkBody()
{
    if (!m_body->isEnabled())
        return m_bodyState->setText(
            tr("%1 that are no text; sent as they were.").arg(formatBytes(double(m_original.body.size()))));
    const QByteArray body = m_body->toPlainText().toUtf8();
    const bool meantAsJson = headerValue(m_headers->headers(), "content-type").contains("json")
        || body.trimmed().startsWith('{') || body.trimmed().startsWith('[');
    QString error;
    qsizetype offset = 0;
    const bool bad = meantAsJson && !body.trimmed().isEmpty() && !readJson(body, &error, &offset);
    m_bodyState->setText(bad ? tr("No JSON: %1 at %2").arg(error, placeOf(body, offset)) : QString());
    Theme::setKind(m_bodyState, "error");
}

void ReplayDialog::indentBody()
{
    if (const auto json = readJson(m_body->toPlainText().toUtf8()))
        m_body->setPlainText(toIndentedJson(*json));
}

void ReplayDialog::send()
{
    if (!m_send->isEnabled())
        return;
    if (!m_token->text().trimmed().isEmpty())
        emit tokenGiven(m_token->text().trimmed());
    m_send->setEnabled(false);
    m_answerLine->setText(tr("Sending…"));
    m_replayer.send(request(), m_originalId, this, [this](const RequestReplayer::Outcome &outcome) {
        show(outcome);
        emit answered(outcome);
    });
}

void ReplayDialog::show(const RequestReplayer::Outcome &outcome)
{
    m_send->setEnabled(true);
    Theme::setKind(m_answerLine, outcome.status == 0 ? "error" : "heading");
    m_answerBody->setVisible(outcome.status != 0);
    if (outcome.status == 0)
        return m_answerLine->setText(outcome.error);
    m_answerLine->setText(
        tr("%1 %2 in %3")
            .arg(QString::number(outcome.status), statusPhrase(outcome.status), formatDuration(outcome.ms)));
    m_answerBody->setBody(outcome.body, outcome.body.size(), outcome.truncated,
                          headerValue(outcome.headers, "content-type"));
}

} // namespace signalbox::ui
