import CNcurses
package import CellGrid
import Glibc

/// The terminal of the process, taken over for as long as this value lives.
///
/// ncurses belongs to one thread for ever, so everything here has to be called from the thread
/// that opened the terminal; only `waker` goes elsewhere. However the process ends, the terminal
/// is restored: by `close` or the end of this value, at `exit`, by handlers for crashes, and by
/// the guard process (see `startGuard`) after SIGKILL.
package struct Terminal: ~Copyable {
    /// Wakes `wait` from any thread.
    package let waker = TerminalWaker()
    /// Columns and rows, as of the last `.resized` or `.resumed`.
    package private(set) var size: (width: Int, height: Int)
    /// Bytes sent for the last frame; 0 if nothing had changed.
    package private(set) var lastFrameBytes = 0

    /// How many colours can be shown: 0, 8, 16, 256 or 16,777,216; 0 as well under $NO_COLOR.
    package let colorCount: Int

    /// Whether only ASCII reaches the terminal, as the person's locale asks for.
    private let isASCII: Bool
    /// Whether web addresses are links.
    private let hasLinks: Bool
    /// When the terminal was asked for its background, if it has not answered yet.
    private var asked: ContinuousClock.Instant?
    private let owner = pthread_self()
    private var pairs: ColorPairs
    private var decoder = InputDecoder()
    private var shown: Canvas?
    private var shownCursor: (x: Int, y: Int)?
    private var row: [cn_cell] = []
    private var isLost = false
    private var frameIsDue = false

    /// Starts the process that restores the terminal when this one is killed.
    ///
    /// Must be the first statement of `main`, before any thread exists.
    package static func startGuard() {
        _ = cn_guard_start()
    }

    /// Has a crash leave its backtrace in the file at `path`, and say so on the terminal.
    package static func keepCrashes(at path: String) {
        cn_keep_crashes(path)
    }

    /// Takes over the terminal the process was started from, even if its standard streams are
    /// redirected.
    @available(*, noasync, message: "the terminal belongs to the main thread")
    package init() throws(TerminalError) {
        try self.init(path: "/dev/tty", type: nil)
    }

    /// Takes over the terminal device at `path`, of `type` or, if that is nil, of $TERM.
    @available(*, noasync, message: "the terminal belongs to the main thread")
    ///
    /// - Parameters:
    ///   - isASCII: Whether only ASCII is shown; nil asks the locale.
    ///   - hasLinks: Whether web addresses are links; nil asks the environment.
    init(
        path: String,
        type: String?,
        isASCII: Bool? = nil,
        hasLinks: Bool? = nil
    ) throws(TerminalError) {
        switch cn_open(path, type) {
        case Int32(CN_OK): break
        case Int32(CN_NOT_A_TERMINAL): throw .notATerminal
        case Int32(CN_UNKNOWN_TYPE):
            throw .unknownType(type ?? getenv("TERM").map { String(cString: $0) } ?? "")
        case Int32(CN_BUSY): throw .alreadyOpen
        default: throw .noResources
        }
        pairs = ColorPairs()
        colorCount = Int(cn_color_count())
        size = Self.currentSize()
        self.isASCII = isASCII ?? (cn_has_utf8() == 0)
        self.hasLinks =
            hasLinks
            ?? Hyperlinks.areKnown(type: type) { name in getenv(name).map { String(cString: $0) } }
    }

    /// Lets the next frame ask the terminal for its background; `.background` is the answer, if
    /// it gives one.
    @available(*, noasync, message: "the terminal belongs to the main thread")
    package mutating func askBackground() {
        checkOwner()
        if cn_ask_background() != 0 { asked = .now }
    }

    deinit {
        if let asked, !isLost { Self.awaitAnswer(until: asked + Self.answerTime) }
        cn_close()
    }

    /// How long an answer of the terminal is waited for before the screen is given back: what
    /// comes later would be typed into the shell.
    private static let answerTime = Duration.milliseconds(300)

    /// Reads, and leaves out, what the terminal answers until this moment or the end of its answer.
    private static func awaitAnswer(until end: ContinuousClock.Instant) {
        var buffer = [UInt8](repeating: 0, count: 256)
        while case let left = ContinuousClock.now.duration(to: end), left > .zero {
            let milliseconds = Int32(left / .milliseconds(1)) + 1
            let ready = cn_wait(-1, 1, 0, milliseconds)
            guard ready & Int32(CN_INPUT) != 0 else { return }
            let count = read(cn_terminal_descriptor(), &buffer, buffer.count)
            guard count > 0, !buffer[..<count].contains(0x5C), !buffer[..<count].contains(0x07)
            else { return }
        }
    }

    /// Gives the terminal back.
    @available(*, noasync, message: "the terminal belongs to the main thread")
    package consuming func close() {}

    /// Shows `canvas`, and the cursor if there is one, in a single write of what changed.
    ///
    /// While the line to the terminal is full, the frame is left out and `wait` returns `.wake`
    /// as soon as there is room again.
    @available(*, noasync, message: "the terminal belongs to the main thread")
    package mutating func present(_ canvas: Canvas, cursor: (x: Int, y: Int)? = nil) {
        checkOwner()
        lastFrameBytes = 0
        guard !isLost else { return }
        cn_report_mouse(canvas.leavesMouse ? 0 : 1)
        let cursorMoved = cursor?.x != shownCursor?.x || cursor?.y != shownCursor?.y
        if cn_needs_frame() == 0 && !cursorMoved && shown == canvas { return }
        guard cn_is_writable() != 0 else {
            frameIsDue = true
            return
        }
        let links = putChangedRows(of: canvas)
        shown = canvas
        shownCursor = cursor
        let cursorX = min(cursor?.x ?? -1, size.width - 1)
        let cursorY = min(cursor?.y ?? -1, size.height - 1)
        let sent = links.changed.withUnsafeBytes { changed in
            links.others.withUnsafeBytes { others in
                cn_present(
                    Int32(cursorX),
                    Int32(cursorY),
                    cn_bytes(bytes: changed.baseAddress, count: changed.count),
                    cn_bytes(bytes: others.baseAddress, count: others.count)
                )
            }
        }
        isLost = sent < 0
        lastFrameBytes = max(0, Int(sent))
    }

    /// Sends the whole screen again with the next frame, for when something else wrote on it.
    @available(*, noasync, message: "the terminal belongs to the main thread")
    package mutating func repaint() {
        checkOwner()
        cn_repaint()
        shown = nil
    }

    /// Waits for input and returns it; nothing after `timeoutMilliseconds` (-1 waits for ever).
    ///
    /// SIGTSTP and Ctrl+Z suspend the program right here; `.resumed` tells so afterwards.
    @available(*, noasync, message: "the terminal belongs to the main thread")
    package mutating func wait(timeoutMilliseconds: Int32) -> [InputEvent] {
        checkOwner()
        var events: [InputEvent] = []
        var timeout = timeoutMilliseconds
        repeat {
            if decoder.isWaiting { timeout = timeout < 0 ? 25 : min(timeout, 25) }
            let ready = cn_wait(
                waker.descriptor,
                isLost ? 0 : 1,
                frameIsDue && !isLost ? 1 : 0,
                timeout
            )
            if ready == 0 {
                events += decoder.flush()
                break
            }
            collect(ready, into: &events)
            timeout = 25
        } while decoder.isWaiting
        return events
    }

    /// Leaves the screen, stops the process, and takes the screen again when it continues.
    @available(*, noasync, message: "the terminal belongs to the main thread")
    package mutating func suspend() {
        checkOwner()
        cn_suspend()
        forgetScreen()
    }

    /// Something else wrote on the screen, which may have another size now.
    mutating func forgetScreen() {
        checkOwner()
        shown = nil
        size = Self.currentSize()
    }

    /// Sounds the terminal's bell.
    @available(*, noasync, message: "the terminal belongs to the main thread")
    package func beep() {
        checkOwner()
        cn_write("\u{7}", 1)
    }

    /// Hands what changed to ncurses, and returns what draws the links of these rows and of the
    /// other ones.
    private mutating func putChangedRows(
        of canvas: Canvas
    ) -> (changed: [UInt8], others: [UInt8]) {
        let width = min(canvas.width, size.width)
        var (changed, others) = (Hyperlinks(), Hyperlinks())
        for y in 0..<min(canvas.height, size.height) {
            let links = hasLinks && width > 1 && !canvas.hasNoLinks ? canvas.links(inRow: y) : []
            if let shown, shown.width == canvas.width, y < shown.height,
                canvas.row(y, equals: shown)
            {
                for link in links { draw(link, of: canvas, to: &others) }
                continue
            }
            fillRow(y, of: canvas, width)
            for link in links where link.columns.upperBound <= width {
                for x in link.columns { row[x].attributes |= UInt16(CN_LINK) }
                draw(link, of: canvas, to: &changed)
            }
            cn_put_row(Int32(y), row, Int32(row.count))
        }
        changed.finish()
        others.finish()
        return (changed.bytes, others.bytes)
    }

    private mutating func fillRow(_ y: Int, of canvas: Canvas, _ width: Int) {
        row.removeAll(keepingCapacity: true)
        for x in 0..<width {
            let cell = isASCII ? canvas[x, y].inASCII : canvas[x, y]
            let look = pairs.look(of: cell.style)
            let scalars = cell.scalars
            row.append(
                cn_cell(
                    base: scalars.base,
                    marks: (scalars.firstMark, scalars.secondMark),
                    attributes: look.attributes,
                    width: UInt16(cell.width),
                    pair: look.pair
                )
            )
        }
    }

    /// Draws a link again, when it has one look.
    private mutating func draw(_ link: CellLink, of canvas: Canvas, to links: inout Hyperlinks) {
        guard link.columns.upperBound <= min(canvas.width, size.width) else { return }
        let cells = link.columns.map { x in
            isASCII ? canvas[x, link.y].inASCII : canvas[x, link.y]
        }
        guard cells.allSatisfy({ $0.style == cells[0].style }) else { return }
        let style = pairs.sequence(of: cells[0].style)
        links.draw(link, style: style, scalars: cells.map(\.scalars.base))
    }

    private mutating func collect(_ ready: Int32, into events: inout [InputEvent]) {
        if ready & Int32(CN_SIGNAL) != 0 { collectSignals(into: &events) }
        if ready & Int32(CN_INPUT) != 0 {
            readInput(into: &events)
        } else if ready & Int32(CN_HANGUP) != 0 {
            lose(into: &events)
        }
        if ready & Int32(CN_WAKE) != 0 { waker.acknowledge() }
        if ready & Int32(CN_WRITABLE) != 0 { frameIsDue = false }
        if ready & Int32(CN_WAKE | CN_WRITABLE) != 0 { events.append(.wake) }
    }

    private mutating func collectSignals(into events: inout [InputEvent]) {
        var isResized = false
        while case let signal = cn_next_signal(), signal != 0 {
            switch signal {
            case SIGWINCH: isResized = true
            case SIGTSTP: stop(into: &events)
            case SIGCONT:
                cn_resume()
                resumed(into: &events)
            default: events.append(.interrupted(signal: signal))
            }
        }
        if isResized { updateSize(into: &events) }
    }

    private mutating func readInput(into events: inout [InputEvent]) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(cn_terminal_descriptor(), &buffer, buffer.count)
        guard count > 0 else {
            if count == 0 || errno != EINTR { lose(into: &events) }
            return
        }
        buffer.removeLast(buffer.count - count)
        for event in decoder.feed(buffer) {
            if event == .key(Key("z", modifiers: .control)) {
                stop(into: &events)
            } else {
                if case .background = event { asked = nil }
                events.append(event)
            }
        }
    }

    private mutating func stop(into events: inout [InputEvent]) {
        cn_suspend()
        resumed(into: &events)
    }

    private mutating func resumed(into events: inout [InputEvent]) {
        shown = nil
        events.append(.resumed)
        updateSize(into: &events)
    }

    private mutating func updateSize(into events: inout [InputEvent]) {
        let before = size
        size = Self.currentSize()
        guard size != before else { return }
        shown = nil
        events.append(.resized(width: size.width, height: size.height))
    }

    private mutating func lose(into events: inout [InputEvent]) {
        isLost = true
        events.append(.interrupted(signal: SIGHUP))
    }

    private func checkOwner() {
        precondition(
            pthread_equal(owner, pthread_self()) != 0,
            "The terminal belongs to the thread that opened it."
        )
    }

    private static func currentSize() -> (width: Int, height: Int) {
        var width: Int32 = 0
        var height: Int32 = 0
        cn_update_size(&width, &height)
        return (Int(width), Int(height))
    }
}

@available(*, unavailable)
extension Terminal: Sendable {}
