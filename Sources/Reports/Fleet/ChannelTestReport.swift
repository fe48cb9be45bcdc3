package import FleetModel
package import Primitives

/// What became of a message that tries a channel out.
package struct ChannelTestReport: Report {
    let channel: ChannelID
    let kind: String
    let delivered: Bool
    private(set) var receipt: String?
    private(set) var link: String?
    private(set) var reason: String?
    /// Whether another try may succeed.
    private(set) var canPass: Bool?
    let milliseconds: Int64

    /// The service took it and gave this receipt, and an address where it can be seen if it has
    /// one.
    package init(_ channel: ChannelSpec, took: Duration, receipt: String, link: String?) {
        self.channel = channel.id
        kind = channel.service.kind
        delivered = true
        self.receipt = receipt
        self.link = link
        milliseconds = took.milliseconds
    }

    /// It did not, for this reason.
    package init(_ channel: ChannelSpec, took: Duration, reason: String, canPass: Bool) {
        self.channel = channel.id
        kind = channel.service.kind
        delivered = false
        self.reason = reason
        self.canPass = canPass
        milliseconds = took.milliseconds
    }

    /// One row.
    package func text(at now: Timestamp) -> [ReportPart] {
        var table = ReportTable(
            "CHANNEL",
            "KIND",
            "STATE",
            "TOOK",
            "RECEIPT OR REASON",
            "LINK",
            spare: ["LINK", "TOOK", "KIND"]
        )
        table.add(
            channel.rawValue,
            kind,
            delivered ? "delivered" : canPass == true ? "failed, may pass" : "failed",
            Duration.milliseconds(milliseconds).brief,
            receipt ?? reason ?? "",
            link ?? "-"
        )
        return [.table(table)]
    }
}
