// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/described_api.h"

#include "http/compiled_schema.h"
#include "http/schema.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace signalbox::test {

using namespace Qt::Literals::StringLiterals;

namespace {

bool matches(const QString &pattern, const QString &path)
{
    const QStringList parts = pattern.split(u'/');
    const QStringList segments = path.split(u'/');
    if (parts.size() != segments.size())
        return false;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        if (parts[i] != segments[i] && !(parts[i].startsWith(u'{') && !segments[i].isEmpty()))
            return false;
    }
    return true;
}

QString bodyProblem(const QJsonObject &schema, const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    const QJsonValue value = document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
    if (document.isNull())
        return u"no JSON: "_s + QString::fromUtf8(body);
    QStringList problems;
    for (const http::SchemaProblem &problem : http::CompiledSchema(http::Schema(schema)).check(value))
        problems.append(problem.path + u": "_s + problem.message);
    return problems.isEmpty() ? QString() : problems.join("; "_L1) + u" in "_s + QString::fromUtf8(body);
}

} // namespace

DescribedApi::DescribedApi(QJsonObject document)
    : m_document(std::move(document))
{
}

QStringList DescribedApi::operations() const
{
    QStringList operations;
    const QJsonObject paths = m_document.value("paths"_L1).toObject();
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        for (const QString &method : path.value().toObject().keys())
            operations.append(method.toUpper() + u' ' + path.key());
    }
    return operations;
}

QString DescribedApi::pathOf(const QByteArray &target) const
{
    const QString path = QString::fromUtf8(target.split('?').first());
    const QStringList paths = m_document.value("paths"_L1).toObject().keys();
    if (paths.contains(path)) // a fixed one goes before one with parameters
        return path;
    const auto found = std::ranges::find_if(paths, [&path](const QString &each) { return matches(each, path); });
    return found == paths.end() ? QString() : *found;
}

QString DescribedApi::operationAt(const QByteArray &method, const QByteArray &target) const
{
    return QString::fromLatin1(method) + u' ' + pathOf(target);
}

QStringList DescribedApi::statuses(const QString &operation) const
{
    const QJsonObject path = m_document["paths"_L1][operation.section(u' ', 1)].toObject();
    return path[operation.section(u' ', 0, 0).toLower()]["responses"_L1].toObject().keys();
}

QJsonObject DescribedApi::operation(const QByteArray &method, const QByteArray &target) const
{
    const QJsonObject path = m_document["paths"_L1][pathOf(target)].toObject();
    return path.value(QString::fromLatin1(method.toLower())).toObject();
}

QJsonValue DescribedApi::resolved(const QJsonValue &value) const
{
    if (value.isArray()) {
        QJsonArray array;
        for (const QJsonValue &item : value.toArray())
            array.append(resolved(item));
        return array;
    }
    if (!value.isObject())
        return value;
    QJsonObject object = value.toObject();
    if (const QJsonValue reference = object.value("$ref"_L1); reference.isString()) {
        QJsonValue target = m_document;
        for (const QString &step : reference.toString().mid(2).split(u'/'))
            target = target.toObject().value(step);
        return resolved(target);
    }
    for (auto member = object.begin(); member != object.end(); ++member)
        *member = resolved(*member);
    return object;
}

QString DescribedApi::problem(const QByteArray &method, const QByteArray &target, const Answer &answer) const
{
    const QString what = QString::fromUtf8(method + ' ' + target + " → ") + QString::number(answer.status) + u": "_s;
    const QJsonObject described = operation(method, target);
    if (described.isEmpty())
        return what + u"no such operation"_s;
    const QJsonObject responses = described.value("responses"_L1).toObject();
    const QString status = QString::number(answer.status);
    const QJsonObject response =
        resolved(responses.value(responses.contains(status) ? status : u"default"_s)).toObject();
    if (response.isEmpty())
        return what + u"this status is not described"_s;
    const QJsonObject content = response.value("content"_L1).toObject();
    if (content.isEmpty())
        return answer.body.isEmpty() ? QString() : what + u"a body where none is described"_s;
    const QString type = QString::fromLatin1(answer.header("content-type")).section(u';', 0, 0);
    const QJsonValue media = content.contains(type) ? content.value(type) : content.value("*/*"_L1);
    if (media.isUndefined())
        return what + u"the type "_s + type + u" is not described"_s;
    const QJsonObject schema = media.toObject().value("schema"_L1).toObject();
    const QString problem = schema.isEmpty() ? QString() : bodyProblem(schema, answer.body);
    return problem.isEmpty() ? QString() : what + problem;
}

} // namespace signalbox::test
