// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/cache/redis_info.h"
#include "pages/metrics/cache_state.h"

#include <QWidget>

class QGridLayout;

namespace signalbox::ui {

class FactCard;
class MemoryBar;

// Redis's own state as cards of facts: where it is, the way to it and its breaker, memory, traffic, keys, persistence.
// As many beside each other as there is room for. Main thread.
class RedisFacts : public QWidget {
    Q_OBJECT
public:
    explicit RedisFacts(const Theme &theme, QWidget *parent = nullptr);

    void setLink(const RedisLink &link);
    void setInfo(const RedisInfo &info);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeServer(const Theme &theme);
    void makeWay(const Theme &theme);
    void makeMemory(const Theme &theme);
    void makeTraffic(const Theme &theme);
    void makeKeys(const Theme &theme);
    void makePersistence(const Theme &theme);
    void setServer(const RedisLink &link);
    void setWay(const RedisLink &link);
    void setPersistence(const RedisInfo &info);
    void lay(int columns);

    QGridLayout *m_grid;
    QList<FactCard *> m_cards;
    FactCard *m_server = nullptr;
    FactCard *m_way = nullptr;
    FactCard *m_memory = nullptr;
    FactCard *m_traffic = nullptr;
    FactCard *m_keys = nullptr;
    FactCard *m_persistence = nullptr;
    MemoryBar *m_bar = nullptr;
    int m_columns = 0;
};

} // namespace signalbox::ui
