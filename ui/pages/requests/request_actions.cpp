// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/request_actions.h"

#include "client/session.h"
#include "pages/requests/har_export.h"
#include "pages/requests/replay_dialog.h"
#include "widgets/format.h"
#include "widgets/theme.h"

#include <QAction>
#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QMenu>
#include <QSaveFile>

#include <algorithm>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

void toClipboard(const QString &text)
{
    QGuiApplication::clipboard()->setText(text);
}

QString urlOf(const RepeatableRequest &request)
{
    return QString::fromUtf8(request.url());
}

QString andMissing(const QString &message, const QStringList &missing)
{
    return missing.isEmpty() ? message : message + "; "_L1 + missing.join("; "_L1);
}

// A replay that would lack a secret, or a body that the original most likely had, asks first.
bool needsPerson(const RepeatableRequest &request)
{
    const bool bodyLikely = request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
    return !request.struckOutHeaders().isEmpty() || isStruckOut(request.body) || isStruckOut(request.path)
        || request.bodyTruncated || (!request.captured && bodyLikely);
}

} // namespace

RequestActions::RequestActions(const Theme &theme, QWidget &scope, Chosen chosen)
    : QObject(&scope)
    , m_theme(theme)
    , m_scope(scope)
    , m_chosen(std::move(chosen))
{
    connect(add(u"pin"_s, tr("Pin or unpin"), u"pin"_s, Qt::Key_P), &QAction::triggered, this,
            &RequestActions::pinAsked);
    connect(add(u"replay"_s, tr("Replay"), u"replay"_s, Qt::Key_R), &QAction::triggered, this, &RequestActions::replay);
    connect(add(u"editAndReplay"_s, tr("Edit and replay…"), u"edit"_s, Qt::Key_E), &QAction::triggered, this,
            &RequestActions::editAndReplay);
    connect(add(u"sameUser"_s, tr("Requests of this user"), u"filter"_s, {}), &QAction::triggered, this,
            [this] { emit userRequestsAsked(userOfChosen()); });
    connect(add(u"openUser"_s, tr("Show the user"), u"user"_s, {}), &QAction::triggered, this,
            [this] { emit userAsked(userOfChosen()); });
    addCopy(u"copyUrl"_s, tr("Copy URL"), Qt::Key_U, &urlOf);
    addCopy(u"copyCurl"_s, tr("Copy as cURL"), Qt::Key_C, &toCurl);
    addCopy(u"copyHttpie"_s, tr("Copy as HTTPie"), {}, &toHttpie);
    addCopy(u"copyFetch"_s, tr("Copy as fetch"), {}, &toFetch);
    connect(add(u"copyHar"_s, tr("Copy as HAR"), u"copy"_s, QKeySequence::Copy), &QAction::triggered, this,
            &RequestActions::copyHar);
    connect(add(u"saveHar"_s, tr("Save as HAR…"), u"save"_s, QKeySequence::Save), &QAction::triggered, this,
            &RequestActions::saveHar);
    enable();
}

void RequestActions::setSession(Session *session)
{
    m_session = session;
    m_fetcher.setSession(session);
    m_replayer.setSession(session);
}

void RequestActions::fillMenu(QMenu &menu)
{
    for (QAction *action : std::as_const(m_actions)) {
        if (action->objectName() == "copyUrl"_L1)
            menu.addSeparator();
        menu.addAction(action);
    }
}

QList<QAction *> RequestActions::ofDetail() const
{
    QList<QAction *> actions;
    for (QAction *action : m_actions) {
        if (QStringList{u"pin"_s, u"replay"_s, u"editAndReplay"_s, u"copyCurl"_s}.contains(action->objectName()))
            actions.append(action);
    }
    return actions;
}

QList<Shortcut> RequestActions::shortcuts() const
{
    QList<Shortcut> keys;
    for (const QAction *action : m_actions) {
        if (!action->shortcut().isEmpty())
            keys.append({action->shortcut().toString(QKeySequence::NativeText), action->text()});
    }
    return keys;
}

void RequestActions::enable()
{
    const QList<RequestRecord> chosen = m_chosen();
    const bool isOneOfAUser = chosen.size() == 1 && !chosen.constFirst().user.isEmpty();
    for (QAction *action : std::as_const(m_actions)) {
        const bool isOfUser = action->objectName() == "sameUser"_L1 || action->objectName() == "openUser"_L1;
        action->setEnabled(isOfUser ? isOneOfAUser : !chosen.isEmpty());
    }
}

QString RequestActions::userOfChosen() const
{
    const QList<RequestRecord> chosen = m_chosen();
    return chosen.size() == 1 ? QString::fromUtf8(chosen.constFirst().user) : QString();
}

QAction *RequestActions::add(const QString &name, const QString &text, const QString &icon, const QKeySequence &key)
{
    auto *action = new QAction(m_theme.icon(icon), text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    action->setToolTip(key.isEmpty() ? text : u"%1 (%2)"_s.arg(text, key.toString(QKeySequence::NativeText)));
    m_scope.addAction(action);
    m_actions.append(action);
    return action;
}

void RequestActions::addCopy(const QString &name, const QString &text, const QKeySequence &key, Export format)
{
    connect(add(name, text, u"copy"_s, key), &QAction::triggered, this, [this, text, format] { copyAs(text, format); });
}

void RequestActions::copyAs(const QString &what, Export format)
{
    m_fetcher.fetch(m_chosen(), this, [this, what, format](const QList<RequestDetails> &all) {
        QStringList texts;
        QStringList missing;
        for (const RequestDetails &details : all) {
            const auto request = RepeatableRequest::fromDetails(details, server());
            texts.append(format(request));
            missing += format == &urlOf ? QStringList() : request.missing();
        }
        missing.removeDuplicates();
        toClipboard(texts.join('\n'_L1));
        emit toast(andMissing(tr("%1: done").arg(what), missing));
    });
}

void RequestActions::copyHar()
{
    m_fetcher.fetch(m_chosen(), this, [this](const QList<RequestDetails> &all) {
        toClipboard(QString::fromUtf8(toHar(all, server())));
        emit toast(tr("Copied %1 as HAR").arg(formatCounted(all.size(), tr("request"), tr("requests"))));
    });
}

void RequestActions::saveHar()
{
    auto *dialog = new QFileDialog(&m_scope, tr("Save as HAR"), u"requests.har"_s, tr("HTTP Archive (*.har)"));
    dialog->setObjectName(u"saveHarDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"har"_s);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, records = m_chosen()](const QString &fileName) { writeHar(fileName, records); });
    dialog->open();
}

void RequestActions::writeHar(const QString &fileName, const QList<RequestRecord> &records)
{
    m_fetcher.fetch(records, this, [this, fileName](const QList<RequestDetails> &all) {
        QSaveFile file(fileName);
        const bool written = file.open(QIODevice::WriteOnly) && file.write(toHar(all, server())) >= 0 && file.commit();
        emit toast(written ? tr("Saved %1 as HAR").arg(formatCounted(all.size(), tr("request"), tr("requests")))
                           : tr("%1 could not be written: %2").arg(fileName, file.errorString()));
    });
}

void RequestActions::replay()
{
    m_fetcher.fetch(m_chosen(), this, [this](const QList<RequestDetails> &all) {
        for (const RequestDetails &details : all) {
            const auto request = RepeatableRequest::fromDetails(details, server());
            if (needsPerson(request))
                return openDialog(request, details.record.id);
            m_replayer.send(request, details.record.id, this,
                            [this, request](const auto &outcome) { tellReplay(request, outcome); });
        }
    });
}

void RequestActions::editAndReplay()
{
    m_fetcher.fetch(m_chosen().mid(0, 1), this, [this](const QList<RequestDetails> &all) {
        for (const RequestDetails &details : all)
            openDialog(RepeatableRequest::fromDetails(details, server()), details.record.id);
    });
}

void RequestActions::openDialog(const RepeatableRequest &request, const QByteArray &original)
{
    auto *dialog = new ReplayDialog(m_theme, m_replayer, request, original, &m_scope);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setToken(m_token);
    connect(dialog, &ReplayDialog::tokenGiven, this, [this](const QString &token) { m_token = token; });
    connect(dialog, &ReplayDialog::answered, this,
            [this](const RequestReplayer::Outcome &outcome) { emit replayed(outcome.id); });
    dialog->open();
}

void RequestActions::tellReplay(const RepeatableRequest &request, const RequestReplayer::Outcome &outcome)
{
    if (outcome.status == 0)
        return emit toast(tr("Not replayed. %1").arg(outcome.error));
    emit toast(andMissing(tr("Replayed: %1 in %2").arg(QString::number(outcome.status), formatDuration(outcome.ms)),
                          request.missing()));
    emit replayed(outcome.id);
}

QUrl RequestActions::server() const
{
    return m_session ? m_session->endpoint().url : QUrl();
}

} // namespace signalbox::ui
