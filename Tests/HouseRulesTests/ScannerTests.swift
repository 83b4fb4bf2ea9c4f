import Testing

@Suite struct `The scanner of Swift files` {
  private func code(_ text: String) -> String {
    String(decoding: SwiftText(text).code, as: UTF8.self)
  }

  private func comments(_ text: String) -> String {
    String(decoding: SwiftText(text).comments, as: UTF8.self)
  }

  @Test func `comments leave the code and are kept apart`() {
    #expect(code("a // b {\nc") == "a       \nc")
    #expect(comments("a // b {\nc") == "  // b {\n ")
  }

  @Test func `block comments nest`() {
    #expect(code("a/* x /* y */ z */b") == "a                 b")
  }

  @Test(arguments: [
    (#"x = "} // {" + y"#, #"x = "      " + y"#),
    (#""a\"}\\" z"#, #""      " z"#),
    (##"#"a"}\"# z"##, ##"#"    "# z"##),
    ("\"\"\"\n } \"quoted\" {\n\"\"\" z", "\"\"\"\n             \n\"\"\" z"),
    (#""no end {"#, #""        "#),
    ("\"no end {\n}", "\"        \n}"),
  ])
  func `what a string says is blank`(text: String, expected: String) {
    #expect(code(text) == expected)
  }

  @Test func `an interpolation is code, with strings of its own`() {
    #expect(code(#""a\(f("}", .random(in: r)))b" + c"#) == #""  (f(" ", .random(in: r))) " + c"#)
    #expect(code(##"#"\(a) \#(b)"# c"##) == ##"#"       (b)"# c"##)
  }

  @Test func `a regular expression is blank and a division is not`() {
    #expect(code(#"let r = /"{/; x"#) == #"let r = /  /; x"#)
    #expect(code(#"let r = #/"{/ /#; x"#) == #"let r = #/    /#; x"#)
    #expect(code("a / b / c") == "a / b / c")
    #expect(code("f(a/b, c/d)") == "f(a/b, c/d)")
  }

  @Test func `a backquoted name is one word`() {
    #expect(code("func `a { b`() {}") == "func `_____`() {}")
  }

  @Test func `every offset and every line stays where it was`() {
    for file in Repository.sources + Repository.tests {
      #expect(file.text.code.count == file.text.source.count)
      #expect(file.text.comments.count == file.text.source.count)
      for i in file.text.source.indices where file.text.source[i] == Ascii.newline {
        #expect(file.text.code[i] == Ascii.newline)
      }
    }
  }

  @Test func `the braces of every file balance once strings and comments are gone`() {
    for file in Repository.sources + Repository.tests {
      let open = file.text.code.count { $0 == UInt8(ascii: "{") }
      let close = file.text.code.count { $0 == UInt8(ascii: "}") }
      #expect(open == close, "\(file.path)")
    }
  }
}

@Suite struct `The functions of a file` {
  private func spans(_ text: String) -> [String] {
    SwiftText(text).functions().map { "\($0.name) \($0.firstLine)-\($0.lastLine)" }
  }

  @Test func `a function reaches from its keyword to its brace`() {
    #expect(spans("struct A {\n  func f(x: Int)\n    -> Int\n  {\n    x\n  }\n}") == ["f 2-6"])
  }

  @Test func `braces in strings, comments and default arguments end nothing`() {
    let text = """
      func f(g: () -> Void = { print("}") }) {
        // }
        let s = "}\\(h { 1 })}"
        /* } */
      }
      func k() {}
      """
    #expect(spans(text) == ["f 1-5", "k 6-6"])
  }

  @Test func `a requirement of a protocol has no body`() {
    let text = """
      protocol P {
        func a() -> Int
        func b<T>(x: T) where T: P
        var c: Int { get }
        init(x: Int)
      }
      func d() {
      }
      """
    #expect(spans(text) == ["c 4-4", "d 7-8"])
  }

  @Test func `initializers, subscripts and computed properties count; calls and values do not`() {
    let text = """
      struct A {
        var a: Int
        var b = [1].map { $0 }
        let c: Int
        var d: Int {
          1
        }
        init?(x: Int) {
        }
        subscript(i: Int) -> Int {
          A.init(x: i)
        }
        static func < (a: A, b: A) -> Bool { true }
        func `a name with func in it`() {
        }
      }
      """
    #expect(
      spans(text) == [
        "d 5-7", "init 8-9", "subscript 10-12", "func 13-13", "a name with func in it 14-15",
      ]
    )
  }

  @Test func `a generic parameter that is a value does not hide the function`() {
    #expect(spans("func f<let n: Int>(x: X<n>) {\n}") == ["f 1-2"])
  }

  @Test func `a function inside a function counts twice`() {
    #expect(spans("func f() {\n  func g() {\n  }\n}") == ["f 1-4", "g 2-3"])
  }
}
