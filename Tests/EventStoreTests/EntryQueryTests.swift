import EventStore
import IncidentLog
import Primitives
import Testing

/// Entries in the order of what happened, by both engines alike.
@Suite(.timeLimit(.minutes(15)))
struct EntryQueryTests {
    /// Some lines speak of an earlier moment, some of the same one, some of no incident.
    private static let drafts = (1...60).map { number in
        var draft = Draft.note(number)
        if number % 3 == 0 { draft.occurredAt = Draft.start + .seconds(number / 2) }
        if number % 5 == 0 { draft.occurredAt = Draft.start + .seconds(20) }
        if number % 4 == 0 { draft.incident = nil }
        if number % 7 == 0 { draft.incident = "INC-0002" }
        return draft
    }

    private static let queries: [EntryQuery] = [
        EntryQuery(), EntryQuery(incident: "INC-0002"), EntryQuery(incident: "INC-0009"),
        EntryQuery(since: Draft.start + .seconds(20)),
        EntryQuery(incident: "INC-0001", since: Draft.start + .seconds(20)),
        ofFleetLog(), ofFleetLog(and: "INC-0002"),
        ofFleetLog(and: "INC-0001", since: Draft.start + .seconds(20)),
    ]

    private static func ofFleetLog(
        and incident: IncidentID? = nil,
        since: Timestamp? = nil
    ) -> EntryQuery {
        var query = EntryQuery(incident: incident, since: since)
        query.withFleetLog = true
        return query
    }

    @Test func `the fleet's own log is asked for beside an incident, or alone`() {
        let entries = (1...3).map { number in
            var draft = Draft.note(number)
            draft.incident = [nil, "INC-0001", "INC-0002"][number - 1]
            return Entry(
                sequence: Int64(number),
                draft: draft,
                payload: "",
                payloadDigest: "",
                previousHash: "",
                hash: ""
            )
        }
        let found = [nil, "INC-0001", "INC-0003"].map { (id: IncidentID?) in
            entries.filter(Self.ofFleetLog(and: id).matches).map(\.sequence)
        }
        #expect(found == [[1], [1, 2], [1]])
    }

    @Test(arguments: Engine.allCases, queries)
    func `pages of a query are together what it asks for`(
        engine: Engine,
        query: EntryQuery
    ) async throws {
        try await engine.withLog { log in
            let all = try await log.append(Self.drafts, expecting: 0)
            let wanted = all.filter(query.matches).sorted {
                EntryQuery.Place($0) < EntryQuery.Place($1)
            }
            for order in [EntryQuery.Order.oldestFirst, .newestFirst] {
                var (query, found): (EntryQuery, [Entry]) = (query, [])
                query.order = order
                while let page = try? await log.entries(query, limit: 7), let last = page.last {
                    found += page
                    query.behind = EntryQuery.Place(last)
                }
                #expect(found == (order == .oldestFirst ? wanted : wanted.reversed()))
            }
        }
    }
}
