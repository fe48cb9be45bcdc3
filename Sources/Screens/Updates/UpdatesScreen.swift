import CellGrid
import CommandTable
import IncidentLog
import Primitives

/// Updates and whether they arrived: one row an update, a mark for each channel.
enum UpdatesScreen {
    static func draw(_ model: AppModel, _ theme: Theme, in rect: Rect, on canvas: inout Canvas) {
        let ids = model.rows(.updates)
        let all = model.incident?.updates ?? []
        let updates = ids.compactMap { id in all.first { "\($0.number)" == id } }
        ListFrame.draw(
            "Updates ─ \(all.count)" + model.filterNote(.updates),
            rows: updates,
            empty: model.emptyWords(
                .updates,
                "No update was sent yet. \(model.keyText("update send")) writes one."
            ),
            selection: model.cursor(in: .updates).place(in: ids),
            mark: model.mark(.updates),
            theme,
            in: rect,
            on: &canvas
        ) { update in
            let text = TextSpan(
                String(update.text.prefix { !$0.isNewline }),
                style: theme[.muted]
            )
            return head(update, model, theme) + [text]
        }
    }

    /// What stands before the text of an update: its number, when, who, and how far it got.
    static func head(
        _ update: StatusUpdate,
        _ model: AppModel,
        _ theme: Theme
    ) -> [TextSpan] {
        let head = "#\(update.number) \(model.momentAndAge(update.at)) \(update.author.name)  "
        return [TextSpan(head, style: theme[.text])]
            + update.channels.flatMap { channel in
                let look = DeliveryLook(update.deliveries[channel], model)
                return [
                    TextSpan("\(channel) ", style: theme[.muted]),
                    TextSpan("\(look.mark)  ", style: theme[look.role]),
                ]
            }
    }
}

extension ScreenList {
    /// The updates of the incident shown.
    static let updates = ScreenList(
        context: .updates,
        rows: { .names(($0.incident?.updates ?? []).reversed().map { "\($0.number)" }) },
        texts: { model in
            (model.incident?.updates ?? []).reversed().map { update in
                "#\(update.number) \(update.author.name) \(update.text)"
            }
        },
        row: lines(of: .updates) { ListFrame.inside($1) }
    )
}

extension AppScreen {
    /// The updates of the incident shown.
    static let updates = AppScreen.of(
        .updates,
        id: "updates",
        title: "Updates",
        opener: CommandRow(
            "updates",
            "see updates and their receipts",
            [.init("U")],
            cli: "update list"
        ),
        hints: { model in
            [.init(model.keyText("update send"), "new update")] + FooterBar.own(model, .updates)
                + FooterBar.words(model, .nextPane, .back)
        },
        drawList: { UpdatesScreen.draw($0, $1, in: $2, on: &$3) },
        detail: { model, theme, width in
            model.update.map { UpdateDetail.of($0, model, theme, width: width) }
        }
    )

    /// One update.
    static let update = AppScreen.whole(
        of: .updates,
        id: "update",
        title: "Update",
        verb: .openRow
    ) { model, theme, width in
        model.update.map { UpdateDetail.of($0, model, theme, width: width) }
    }
}
