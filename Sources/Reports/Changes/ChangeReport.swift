import FleetModel
package import IncidentLog
package import Primitives

/// Everything that is known of one change.
package struct ChangeReport: Report {
    let row: ChangeList.Row
    let plan: ChangePlan
    let planHash: String
    let revision: Int
    let preflight: Preflight?
    let board: PollBoard
    let override: Override?
    let waves: [Wave]
    let aborts: [Abort]
    let endNote: String?

    /// The last preflight.
    struct Preflight: Encodable, Sendable {
        let at: Timestamp
        let by: String
        /// Whether it was about the plan as it is now.
        let current: Bool
        let results: [PreflightResult]
    }

    /// That two persons answer for going on without an agreement.
    struct Override: Encodable, Sendable {
        let reason: String
        let requestedBy: String
        let requested: Timestamp
        let confirmedBy: String?
        let until: Timestamp?
        let notAgreed: [Dissent]
        let failed: [PreflightResult]
    }

    /// A wave, begun or not.
    struct Wave: Encodable, Sendable {
        let number: Int
        let nodes: [NodeID]
        let holdSeconds: Int64
        let began: Timestamp?
        let ended: Timestamp?
        let despite: String?
    }

    /// A condition for aborting.
    struct Abort: Encodable, Sendable {
        let condition: String
        let met: Timestamp?
        let reading: String?
    }

    enum CodingKeys: String, CodingKey {
        case row = "change"
        case plan, planHash, revision, preflight, board, override, waves, aborts, endNote
    }

    /// A change at this moment.
    package init(_ change: ChangeState, _ log: LogState, at now: Timestamp) {
        row = ChangeList.Row(change, at: now)
        plan = change.plan
        planHash = change.planHash
        revision = change.revision
        preflight = change.preflight.map { preflight in
            Preflight(
                at: preflight.at,
                by: preflight.by.name,
                current: change.validPreflight != nil,
                results: preflight.results
            )
        }
        board = PollBoard(change, log, at: now)
        override = change.overruling.map { wish in
            Override(
                reason: wish.reason,
                requestedBy: wish.requestedBy.name,
                requested: wish.requestedAt,
                confirmedBy: wish.confirmedBy?.name,
                until: wish.until,
                notAgreed: wish.notAgreed,
                failed: wish.failed
            )
        }
        waves = change.plan.waves.enumerated().map { index, wave in
            let progress = change.waves.first { $0.number == index + 1 }
            return Wave(
                number: index + 1,
                nodes: wave.nodes,
                holdSeconds: wave.holdMilliseconds / 1000,
                began: progress?.beganAt,
                ended: progress?.endedAt,
                despite: progress?.despite
            )
        }
        aborts = change.plan.aborts.map { condition in
            let met = change.met.first { $0.criterion == condition }
            return Abort(condition: condition, met: met?.at, reading: met?.reading)
        }
        endNote = change.endNote
    }

    /// The plan, the preflight, the board, and how far the work is.
    package func text(at now: Timestamp) -> [ReportPart] {
        var lines = ["\(row.id) \(row.what) (\(plan.releases)) ─ \(row.state.rawValue)"]
        func add(_ label: String, _ text: String?) {
            if let text { lines.append("  \(label): \(text)") }
        }
        add("fleet", row.fleet)
        add("incident", row.incident?.rawValue)
        add("planned", "\(row.planned.toMinute) by \(row.by), plan \(planHash.prefix(12))")
        add("expected", plan.expected?.brief)
        for impact in plan.impacts { add("means for \(impact.party)", impact.text) }
        add("way back", plan.rollback?.text)
        add("way back", plan.rollback?.runbook.map { "runbook '\($0)'" })
        for destroyed in plan.destroys { add("destroys", destroyed) }
        lines += preflightLines + overrideLines
        return lines.map { .line($0) } + [.line("")] + board.lines.map { .line($0) } + work(at: now)
    }

    private var preflightLines: [String] {
        guard let preflight else { return ["preflight: none"] }
        let head =
            "preflight: \(preflight.at.toMinute) by \(preflight.by)"
            + (preflight.current ? "" : ", about an earlier plan")
        return [head]
            + preflight.results.map { result in
                "  \(result.verdict.mark) \(result.check): \(result.subject): \(result.text)"
            }
    }

    private var overrideLines: [String] {
        guard let override else { return [] }
        let state =
            override.until.map {
                "confirmed by \(override.confirmedBy ?? "?"), holds until \($0.toMinute)"
            } ?? "waits for a second person"
        return [
            "override: \(override.reason) (\(override.requestedBy), \(state))"
        ] + override.notAgreed.map { "  had not agreed: \($0.words)" }
    }

    private func work(at now: Timestamp) -> [ReportPart] {
        var table = ReportTable("WAVE", "STATE", "HOLD", "BEGAN", "ENDED", "NODES")
        for wave in waves {
            let state = wave.began == nil ? "waits" : wave.ended == nil ? "under way" : "ended"
            table.add(
                "\(wave.number)",
                state,
                Duration.seconds(wave.holdSeconds).brief,
                wave.began.map { "\($0.hourMinute)Z" } ?? "-",
                wave.ended.map { "\($0.hourMinute)Z" } ?? "-",
                wave.nodes.isEmpty ? "all that are left" : NodeNames.few(of: wave.nodes)
            )
        }
        let aborts = aborts.map { abort in
            let met = abort.met.map { " ─ MET at \($0.hourMinute)Z: \(abort.reading ?? "")" } ?? ""
            return ReportPart.line("abort if \(abort.condition)\(met)")
        }
        let end = endNote.map { [ReportPart.line("\(row.state.rawValue): \($0)")] } ?? []
        return (waves.isEmpty ? [] : [.table(table)]) + aborts + end
    }
}

extension PreflightResult.Verdict {
    /// The verdict as people see it at the beginning of a line.
    package var mark: String {
        switch self {
        case .pass: "pass"
        case .warn: "WARN"
        case .fail: "FAIL"
        }
    }
}
