import CommandTable

extension AppScreen {
    /// The checklist, with what is known of each step.
    static let steps = AppScreen.of(
        .checklist,
        id: "steps",
        title: "Steps",
        opener: CommandRow(
            "steps",
            "see the steps and what each of them lacks",
            [.init("C")],
            cli: "step list"
        ),
        showsSeconds: true,
        hints: { FooterBar.own($0, .checklist) + FooterBar.words($0, .nextPane, .back) },
        drawList: { ChecklistPane.draw($0, $1, in: $2, on: &$3) },
        detail: { model, theme, width in
            model.step.map { StepDetail.of($0, model, theme, width: width) }
        }
    )

    /// One step.
    static let step = AppScreen.whole(
        of: .checklist,
        id: "step",
        title: "Step",
        verb: .openRow
    ) { model, theme, width in
        model.step.map { StepDetail.of($0, model, theme, width: width) }
    }
}
