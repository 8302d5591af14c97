// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/flow_producer.h"

#include "bullmq_scripts.h"
#include "jobs/queue.h"
#include "redis/encoding.h"

#include <QDateTime>
#include <QScopeGuard>
#include <QSet>
#include <QUuid>

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;
using redis::Client;
using redis::Pending;
using redis::Reply;

namespace {

constexpr std::size_t mostUnderWay = 3 * std::size_t(FlowProducer::mostJobs); // commands

// What is sent between MULTI and EXEC. A script's first call carries its text, so that none of the others can miss it:
// what comes after a call that failed is done all the same.
class Transaction {
public:
    void add(const ScriptCall &call)
    {
        const bool isKnown = m_sent.contains(call.script.name().toByteArray());
        QByteArrayList words{isKnown ? "EVALSHA" : "EVAL",
                             (isKnown ? call.script.sha1() : call.script.text()).toByteArray(),
                             QByteArray::number(call.keys.size())};
        m_sent.insert(call.script.name().toByteArray());
        m_commands.append(words + call.keys + call.arguments);
        m_bytes += redis::encodedSize(m_commands.last());
    }

    qsizetype bytes() const { return m_bytes; }
    std::size_t commands() const { return std::size_t(m_commands.size()) + 2; }

    // What was answered to each, in that order. Nothing may be sent on this client between the calls: this doesn't
    // wait.
    QCoro::Task<Reply> run(Client &client) const
    {
        std::vector<Pending> queued;
        Pending begin = client.command(nullptr, "MULTI");
        for (const QByteArrayList &command : m_commands)
            queued.push_back(client.command(nullptr, command));
        Pending execute = client.command(nullptr, "EXEC");
        co_await begin;
        for (Pending &each : queued)
            co_await each;
        co_return co_await execute;
    }

private:
    QSet<QByteArray> m_sent;
    QList<QByteArrayList> m_commands;
    qsizetype m_bytes = 0;
};

void check(const FlowNode &node, bool isRoot, int &count)
{
    if (++count > FlowProducer::mostJobs)
        throw InvalidJob(u"children"_s, u"a flow may have %1 jobs at most"_s.arg(FlowProducer::mostJobs));
    checkQueueName(node.queue.queue());
    checkNewJob(node.job);
    if (node.job.options.deduplication && (!isRoot || !node.children.empty()))
        throw InvalidJob(u"deduplication"_s, u"a job of a flow can't have deduplication"_s);
    for (const FlowNode &child : node.children)
        check(child, false, count);
}

void giveIds(FlowNode &node)
{
    if (node.job.options.jobId.isEmpty())
        node.job.options.jobId = QUuid::createUuid().toString(QUuid::WithoutBraces);
    for (FlowNode &child : node.children) {
        child.job.options.parent = ParentOption{node.job.options.jobId, QString::fromUtf8(node.queue.base())};
        giveIds(child);
    }
}

// Parents before their children; in `jobs` they are in the order of their calls.
void addCalls(Transaction &transaction, const FlowNode &node, QList<NewJob> &jobs)
{
    transaction.add(addCall(node.queue, node.job, {true, !node.children.empty()}));
    jobs.append(node.job);
    for (const FlowNode &child : node.children)
        addCalls(transaction, child, jobs);
}

void addRelease(Transaction &transaction, const QByteArray &queue, const QByteArray &id)
{
    const QByteArray key = queue + ':' + id;
    transaction.add({bullmq::releaseParentIfNoPendingDependencies.script,
                     {key, key + ":dependencies"},
                     {queue, id, QByteArray::number(QDateTime::currentMSecsSinceEpoch())}});
}

void addReleases(Transaction &transaction, const FlowNode &node)
{
    if (node.children.empty())
        return;
    addRelease(transaction, node.queue.base(), node.job.options.jobId.toUtf8());
    for (const FlowNode &child : node.children)
        addReleases(transaction, child);
}

// `jobs` are told in the order of their calls.
Transaction transactionOf(const FlowNode &flow, QList<NewJob> &jobs)
{
    Transaction transaction;
    addCalls(transaction, flow, jobs);
    if (const auto &parent = flow.job.options.parent) // which is none of the flow's
        addRelease(transaction, parent->queue.toUtf8(), parent->id.toUtf8());
    addReleases(transaction, flow);
    if (transaction.bytes() > FlowProducer::mostBytes)
        throw InvalidJob(u"data"_s, u"a flow may have %1 MiB at most"_s.arg(FlowProducer::mostBytes >> 20));
    return transaction;
}

AddedFlow addedOf(const FlowNode &node)
{
    AddedFlow added{node.queue, node.job.options.jobId.toUtf8(), {}};
    for (const FlowNode &child : node.children)
        added.children.push_back(addedOf(child));
    return added;
}

redis::ClientSettings clientSettings()
{
    redis::ClientSettings settings;
    settings.name = "flows";
    settings.deadline = std::chrono::seconds(15); // a flow may be large
    settings.outstanding = mostUnderWay;
    settings.unsent = 2 * FlowProducer::mostBytes;
    return settings;
}

} // namespace

// A client takes so much at a time. It would refuse what is too much of a transaction, and take its end.
struct FlowProducer::Line {
    std::shared_ptr<Client> client;
    qsizetype bytes = 0;
    std::size_t commands = 0;

    std::shared_ptr<Client> reserve(const Transaction &transaction, const std::shared_ptr<redis::ServerTarget> &target)
    {
        if (bytes + transaction.bytes() > mostBytes || commands + transaction.commands() > mostUnderWay)
            throw redis::RedisError(redis::RedisError::Kind::Busy, u"too many flows are being added"_s);
        if (!client)
            client = std::make_shared<Client>(clientSettings(), target, std::make_shared<redis::ClientMonitor>());
        bytes += transaction.bytes();
        commands += transaction.commands();
        return client;
    }
    void release(const Transaction &transaction)
    {
        bytes -= transaction.bytes();
        commands -= transaction.commands();
    }
};

FlowProducer::FlowProducer(std::shared_ptr<redis::ServerTarget> target)
    : m_target(std::move(target))
    , m_line(std::make_shared<Line>())
{
}

FlowProducer::~FlowProducer() = default;

void FlowProducer::checkAnswer(const Reply &answer, const QList<NewJob> &jobs)
{
    const QList<Reply> &replies = answer.items;
    for (qsizetype at = 0; at < replies.size(); ++at) {
        if (replies.at(at).kind == Reply::Kind::Error)
            throw redis::RedisError::ofReply(replies.at(at).bytes);
        if (at < jobs.size())
            Queue::addedId(replies.at(at), jobs.at(at));
    }
    if (replies.size() < jobs.size())
        throw redis::RedisError(redis::RedisError::Kind::Protocol,
                                u"EXEC told of %1 of the flow's %2 jobs"_s.arg(replies.size()).arg(jobs.size()));
}

QCoro::Task<AddedFlow> FlowProducer::add(FlowNode flow)
{
    int count = 0;
    check(flow, true, count);
    giveIds(flow);
    QList<NewJob> jobs;
    const Transaction transaction = transactionOf(flow, jobs);
    const std::shared_ptr<Line> line = m_line;
    const std::shared_ptr<Client> client = line->reserve(transaction, m_target);
    const auto releasing = qScopeGuard([&] { line->release(transaction); });
    Reply answer;
    std::exception_ptr failure;
    try {
        answer = co_await transaction.run(*client);
    } catch (...) {
        failure = std::current_exception();
    }
    if (failure) {
        if (line->client == client)
            line->client.reset(); // it may be within a transaction: Redis drops that with the connection
        std::rethrow_exception(failure);
    }
    checkAnswer(answer, jobs);
    co_return addedOf(flow);
}

} // namespace signalbox::jobs
