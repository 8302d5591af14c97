// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/transport.h"

namespace signalbox::gate {

void putBack(QTcpSocket &socket, QByteArrayView bytes)
{
    for (qsizetype index = bytes.size(); index-- > 0;)
        socket.ungetChar(bytes[index]);
}

} // namespace signalbox::gate
