import Testing

@testable import Libp2p

struct MuxerTests {
    private func receive(
        _ bytes: [UInt8],
        _ muxer: inout some StreamMuxer
    ) throws -> [MuxerEvent] {
        var queue = ByteQueue()
        queue.append(bytes)
        return try muxer.receive(&queue)
    }

    private func frame(
        _ kind: UInt8,
        _ flags: UInt8,
        _ stream: UInt64,
        _ value: Int,
        _ data: [UInt8] = []
    ) -> [UInt8] {
        YamuxListener.frame(kind, flags, stream, value, data)
    }

    // MARK: yamux

    @Test func `yamux streams of ours are odd, begin with SYN and end with FIN`() throws {
        var yamux = Yamux()
        let first = yamux.open()
        #expect(first == StreamKey(number: 1, isOurs: true))
        #expect(yamux.open().number == 3)
        try yamux.send([7, 8], on: first)
        yamux.finish(first)
        yamux.finish(first)
        yamux.shutdown()
        #expect(
            yamux.takeOutput()
                == frame(1, 1, 1, 0) + frame(1, 1, 3, 0) + frame(0, 0, 1, 2, [7, 8])
                + frame(0, 4, 1, 0) + frame(3, 0, 0, 0)
        )
    }

    @Test func `yamux frames are read whole, whatever the pieces`() throws {
        var yamux = Yamux()
        let bytes =
            frame(1, 1, 2, 0) + frame(0, 0, 2, 3, [1, 2, 3]) + frame(2, 1, 0, 99)
            + frame(0, 4, 2, 0) + frame(3, 0, 0, 2)
        var queue = ByteQueue()
        var events: [MuxerEvent] = []
        for byte in bytes {
            queue.append([byte])
            events += try yamux.receive(&queue)
        }
        let key = StreamKey(number: 2, isOurs: false)
        #expect(
            events == [
                .opened(key), .data(key, [1, 2, 3]), .finished(key), .goneAway(code: 2),
            ]
        )
        #expect(yamux.takeOutput() == frame(1, 2, 2, 0) + frame(2, 2, 0, 99))
    }

    @Test func `a yamux window is given back once half of it is used, and not overrun`() throws {
        var yamux = Yamux()
        _ = try receive(frame(1, 1, 2, 0), &yamux)
        _ = yamux.takeOutput()
        let half = 130_000
        let data = frame(0, 0, 2, half, [UInt8](repeating: 0, count: half))
        _ = try receive(data, &yamux)
        #expect(yamux.takeOutput().isEmpty)
        _ = try receive(data, &yamux)
        #expect(yamux.takeOutput() == frame(1, 0, 2, 2 * half))
        let whole = 256 * 1024
        let full = frame(0, 0, 2, whole, [UInt8](repeating: 0, count: whole))
        _ = try receive(full, &yamux)
        #expect(throws: Libp2pError.self) { try receive(frame(0, 0, 2, whole + 1), &yamux) }
    }

    @Test(
        arguments: [
            [1, 0, 0, 0], [0, 4, 0, 0], [0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0],
            [0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 2, 0xFF, 0xFF, 0xFF, 0xFF],
        ] as [[UInt8]]
    )
    func `a yamux frame against the rules is refused`(_ bytes: [UInt8]) {
        var yamux = Yamux()
        let whole = bytes + [UInt8](repeating: 0, count: max(0, 12 - bytes.count))
        #expect(throws: Libp2pError.self) { try receive(whole, &yamux) }
    }

    @Test func `what comes in on an unknown yamux stream is of no interest`() throws {
        var yamux = Yamux()
        #expect(try receive(frame(0, 0, 8, 1, [1]) + frame(0, 8, 9, 0), &yamux).isEmpty)
        let key = yamux.open()
        #expect(try receive(frame(0, 8, 1, 0), &yamux) == [.reset(key)])
        #expect(try receive(frame(0, 0, 1, 1, [1]), &yamux).isEmpty)
    }

    @Test func `nobody may open streams without end`() {
        var yamux = Yamux()
        let many = (1...200).flatMap { frame(1, 1, 2 * $0, 0) }
        #expect(throws: Libp2pError.self) { try receive(many, &yamux) }
        var mplex = Mplex()
        let others: [UInt8] = (0..<200).flatMap { UnsignedVarint.bytes(of: $0 << 3) + [UInt8(0)] }
        #expect(throws: Libp2pError.self) { try receive(others, &mplex) }
    }

    // MARK: mplex

    @Test func `mplex uses the even flags for streams of ours, the odd for theirs`() throws {
        var mplex = Mplex()
        let ours = mplex.open()
        try mplex.send([9], on: ours)
        mplex.finish(ours)
        #expect(mplex.takeOutput() == [0x00, 1, 0x30, 0x02, 1, 9, 0x04, 0])
        let theirs = StreamKey(number: 0, isOurs: false)
        #expect(
            try receive([0x00, 1, 0x61, 0x02, 2, 5, 6, 0x04, 0], &mplex)
                == [.opened(theirs), .data(theirs, [5, 6]), .finished(theirs)]
        )
        try mplex.send([1], on: theirs)
        mplex.finish(theirs)
        #expect(mplex.takeOutput() == [0x01, 1, 1, 0x03, 0])
        // An answer on our stream 0, then its reset.
        #expect(try receive([0x01, 1, 8, 0x05, 0], &mplex) == [.data(ours, [8]), .reset(ours)])
    }

    @Test(arguments: [[0x07, 0], [0x02, 0x81, 0x80, 0x40], [0x00, 0, 0x00, 0]] as [[UInt8]])
    func `an mplex frame against the rules is refused`(_ bytes: [UInt8]) {
        var mplex = Mplex()
        #expect(throws: Libp2pError.self) { try receive(bytes, &mplex) }
    }
}
