// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/detail_pane.h"

#include "client/session.h"
#include "filter_completion.h"
#include "pages/requests/detail_header.h"
#include "pages/requests/headers_model.h"
#include "pages/requests/log_lines_model.h"
#include "widgets/body_view.h"
#include "widgets/json_tree.h"
#include "widgets/plain_table.h"
#include "widgets/span_timeline.h"
#include "widgets/theme.h"

#include <QCborArray>
#include <QHeaderView>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

QTableView *makeTable(const Theme &theme, QAbstractItemModel &model, const QString &name, const QString &title,
                      const QList<int> &widths)
{
    QTableView *table = makePlainTable(theme, model, name, title, widths);
    table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table->verticalHeader()->setDefaultSectionSize(Theme::Grid * 3);
    return table;
}

QWidget *titled(const QString &title, QWidget *content)
{
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *label = new QLabel(title);
    Theme::setKind(label, "muted");
    label->setContentsMargins(Theme::Grid, Theme::Grid / 2, 0, 0);
    layout->addWidget(label);
    layout->addWidget(content, 1);
    return box;
}

} // namespace

DetailPane::DetailPane(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_header(new DetailHeader(theme, this))
    , m_tabs(new QTabWidget(this))
    , m_timeline(new SpanTimeline(theme, this))
    , m_requestHeaders(new HeadersModel(theme, false, this))
    , m_responseHeaders(new HeadersModel(theme, false, this))
    , m_logs(new LogLinesModel(theme, this))
    , m_raw(new QPlainTextEdit(this))
{
    setObjectName(u"detailPane"_s);
    setAccessibleName(tr("Request"));
    Theme::setKind(this, "bar");
    m_tabs->setObjectName(u"detailTabs"_s);
    m_timeline->setObjectName(u"detailTimeline"_s);
    m_timeline->setAccessibleName(tr("Timeline of the request"));
    m_raw->setObjectName(u"detailRaw"_s);
    m_raw->setAccessibleName(tr("All that the server keeps of the request, as JSON"));
    m_raw->setReadOnly(true);
    Theme::setKind(m_raw, "plain");
    m_raw->setFont(theme.monospace());
    m_tabs->addTab(m_timeline, tr("Timeline"));
    m_tabs->addTab(withCaptureNote(makeHeadersTab(theme)), tr("Headers"));
    m_tabs->addTab(withCaptureNote(makeBodyTab(theme)), tr("Body"));
    m_tabs->addTab(makeLogsTab(theme), tr("Logs"));
    m_tabs->addTab(m_raw, tr("Raw"));
    m_tabs->setCornerWidget(m_header->actionBar());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::Grid / 2);
    layout->addWidget(m_header);
    layout->addWidget(m_tabs, 1);
    connect(m_header, &DetailHeader::linkActivated, this, &DetailPane::follow);
}

void DetailPane::setSession(Session *session)
{
    if (m_session)
        m_session->disconnect(this);
    m_session = session;
    ++m_generation;
    if (session)
        connect(session, &Session::settingsChanged, this, &DetailPane::tellCapture);
}

void DetailPane::showRequest(const RequestRecord &record, double slowMs)
{
    m_details = RequestDetails{record, {}, {}};
    m_header->setRecord(record, slowMs);
    m_timeline->setRecord(record);
    m_logs->setLines({});
    m_raw->clear();
    fillCapture();
    load();
}

void DetailPane::clear()
{
    ++m_generation;
    m_details = {};
    setState(State::Empty);
}

DetailPane::State DetailPane::state() const
{
    return m_state;
}

const RequestDetails &DetailPane::details() const
{
    return m_details;
}

DetailHeader &DetailPane::header()
{
    return *m_header;
}

QTabWidget &DetailPane::tabs()
{
    return *m_tabs;
}

QWidget *DetailPane::makeHeadersTab(const Theme &theme)
{
    const QList<int> widths{Theme::Grid * 22};
    auto *request = makeTable(theme, *m_requestHeaders, u"requestHeaders"_s, tr("Headers of the request"), widths);
    auto *response = makeTable(theme, *m_responseHeaders, u"responseHeaders"_s, tr("Headers of the answer"), widths);
    for (QTableView *table : {request, response})
        table->horizontalHeader()->hide();
    return split(titled(tr("Request"), request), titled(tr("Answer"), response));
}

QWidget *DetailPane::makeBodyTab(const Theme &theme)
{
    m_requestBody = new BodyView(theme, tr("Request"), this);
    m_requestBody->setObjectName(u"requestBody"_s);
    m_responseBody = new BodyView(theme, tr("Answer"), this);
    m_responseBody->setObjectName(u"responseBody"_s);
    for (BodyView *view : {m_requestBody, m_responseBody})
        view->setContentsMargins(Theme::Grid, 0, Theme::Grid, 0);
    return split(m_requestBody, m_responseBody);
}

QWidget *DetailPane::makeLogsTab(const Theme &theme)
{
    auto *table = makeTable(theme, *m_logs, u"detailLogs"_s, tr("Log lines of the request"),
                            {Theme::Grid * 13, Theme::Grid * 7, Theme::Grid * 15});
    auto *none = new QLabel(tr("No log lines are kept of this request."));
    Theme::setKind(none, "muted");
    none->setAlignment(Qt::AlignCenter);
    m_logsStack = new QStackedWidget(this);
    m_logsStack->addWidget(table);
    m_logsStack->addWidget(none);
    return m_logsStack;
}

QSplitter *DetailPane::split(QWidget *request, QWidget *answer)
{
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(request);
    splitter->addWidget(answer);
    splitter->setChildrenCollapsible(false);
    m_splitters.append(splitter);
    return splitter;
}

// Below the list there is width, and no height to put two bodies over each other.
void DetailPane::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    const Qt::Orientation wanted = width() > height() ? Qt::Horizontal : Qt::Vertical;
    for (QSplitter *splitter : std::as_const(m_splitters)) {
        if (splitter->orientation() != wanted)
            splitter->setOrientation(wanted);
    }
}

QWidget *DetailPane::withCaptureNote(QWidget *tab)
{
    auto *note = new QWidget;
    auto *text = new QLabel(note);
    text->setObjectName(u"captureNote"_s);
    text->setWordWrap(true);
    text->setAlignment(Qt::AlignCenter);
    Theme::setKind(text, "muted");
    auto *button = new QPushButton(tr("Capture from now on"), note);
    button->setObjectName(u"captureFromNowOn"_s);
    connect(button, &QPushButton::clicked, this, &DetailPane::startCapture);
    auto *layout = new QVBoxLayout(note);
    layout->addStretch();
    layout->addWidget(text);
    layout->addWidget(button, 0, Qt::AlignHCenter);
    layout->addStretch();
    auto *stack = new QStackedWidget(this);
    stack->addWidget(tab);
    stack->addWidget(note);
    m_captureStacks.append(stack);
    m_captureNotes.append(text);
    return stack;
}

void DetailPane::load()
{
    if (!m_session)
        return setState(State::Failed, tr("No server is attached."));
    setState(State::Loading);
    const QString path = "/admin/requests/"_L1 + QString::fromLatin1(m_details.record.id.toPercentEncoding());
    m_session->client().get(path, {}, this, [this, generation = ++m_generation](const AdminClient::Answer &answer) {
        if (generation == m_generation)
            take(answer);
    });
}

void DetailPane::take(const AdminClient::Answer &answer)
{
    if (answer.status == 404)
        return setState(State::Gone);
    if (!answer.ok())
        return setState(State::Failed, answer.error);
    fill(answer.body);
    setState(State::Ready);
    emit loaded();
}

void DetailPane::fill(const QCborMap &answer)
{
    const RequestRecord shown = m_details.record;
    m_details = RequestDetails::fromCbor(answer);
    // A client may use an id twice; what was clicked stays what is shown.
    if (!shown.spanId.isEmpty() && m_details.record.spanId != shown.spanId)
        m_details.record = shown;
    m_timeline->setRecord(m_details.record);
    m_logs->setLines(m_details.logs);
    m_logsStack->setCurrentIndex(m_details.logs.isEmpty() ? 1 : 0);
    const auto json = readJson(QJsonDocument(answer.toJsonObject()).toJson(QJsonDocument::Compact));
    m_raw->setPlainText(json ? toIndentedJson(*json) : QString());
    fillCapture();
}

void DetailPane::fillCapture()
{
    for (QStackedWidget *stack : std::as_const(m_captureStacks))
        stack->setCurrentIndex(m_details.capture ? 0 : 1);
    tellCapture();
    const RequestCapture capture = m_details.capture.value_or(RequestCapture{});
    m_requestHeaders->setHeaders(capture.requestHeaders);
    m_responseHeaders->setHeaders(capture.responseHeaders);
    const auto show = [](BodyView &view, const CapturedBody &body, const HeaderList &headers) {
        view.setBody(body.bytes, body.size, body.truncated, headerValue(headers, "content-type"));
    };
    show(*m_requestBody, capture.requestBody, capture.requestHeaders);
    show(*m_responseBody, capture.responseBody, capture.responseHeaders);
}

void DetailPane::setState(State state, const QString &error)
{
    m_state = state;
    if (state == State::Gone)
        m_header->setStatusLine(tr("The server no longer keeps this request; shown is what the table knows of it."));
    else if (state == State::Failed)
        m_header->setStatusLine(tr("The rest could not be loaded. %1").arg(error), true);
    else
        m_header->setStatusLine({});
}

void DetailPane::tellCapture()
{
    const bool on = m_session && m_session->settings().value("capture"_L1).toBool();
    const QString text = on
        ? tr("This request came before headers and bodies were captured. The next ones will have theirs.")
        : tr("Headers and bodies are captured only on demand, 64 KiB of a body at most, with secrets struck out.");
    for (QLabel *note : std::as_const(m_captureNotes)) {
        note->setText(text);
        note->parentWidget()->findChild<QPushButton *>(u"captureFromNowOn"_s)->setVisible(!on);
    }
}

void DetailPane::startCapture()
{
    if (!m_session)
        return;
    m_session->changeSettings({{"capture"_L1, true}}, this, [this](const AdminClient::Answer &answer) {
        emit toast(answer.ok() ? tr("Headers and bodies are captured from now on")
                               : tr("Capture could not be switched on. %1").arg(answer.error));
    });
}

void DetailPane::follow(const QString &link)
{
    const RequestRecord &record = m_details.record;
    if (link == "route"_L1)
        emit routeAsked(QString::fromUtf8(record.method + ' ' + record.route));
    else if (link == "user"_L1)
        emit termAsked("user:"_L1 + quotedFilterValue(QString::fromUtf8(record.shownUser())));
    else if (link == "openUser"_L1)
        emit userAsked(QString::fromUtf8(record.user));
    else if (link == "trace"_L1)
        emit termAsked("trace:"_L1 + QString::fromUtf8(record.traceId));
    else if (link == "id"_L1)
        emit termAsked("id:"_L1 + quotedFilterValue(QString::fromUtf8(record.id)));
}

} // namespace signalbox::ui
