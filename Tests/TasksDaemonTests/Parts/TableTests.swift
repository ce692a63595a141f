import Testing

@testable import TasksDaemon

@Suite struct TableTests {
  @Test func columnsAreAsWideAsTheirWidestCell() {
    var table = Table(["NAME", "COUNT", "REMARK"], rightAligned: [1])
    #expect(table.isEmpty)
    table.add(["a", "12345678", "x"])
    table.add(["ÅÄÖ and more", "1", ""])
    #expect(!table.isEmpty)
    #expect(
      table.text == """
        NAME             COUNT  REMARK
        a             12345678  x
        ÅÄÖ and more         1  \("")
        """)
  }

  @Test func aRowMayBeShorterOrLongerThanTheHeader() {
    var table = Table(["A"])
    table.add([])
    table.add(["x", "y"])
    #expect(table.text == "A\n\nx  y")
  }
}
