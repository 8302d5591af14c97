// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Exists so that the headers which all tests share have a target to be compiled with.
