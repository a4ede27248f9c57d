/**
 * Kanji that are one character in two or more shapes: the shape of today, then the others. From three lists:
 * 1. 常用漢字表 (2010): what stands there in brackets, the 康熙字典体 of the same character;
 * 2. 人名用漢字表 (戸籍法施行規則 別表第二): the pairs that it joins as one character;
 * 3. shapes of surnames that family registers carry and keyboards lack (髙 﨑 邉 𠮷 …), which lists of staff spell either way;
 * 4. 表外漢字字体表 (2000): the short forms in use (簡易慣用字体) of what stands in names.
 *
 * Not here, on purpose: a shape of today that also is an old character of its own (芸・藝, 弁・辨, 余・餘, 予・豫, 台・臺, 欠・缺,
 * 糸・絲, 缶・罐, 虫・蟲, 灯・燈), and names that only look or sound alike (斎・斉, 坂・阪, 大田・太田). Unicode's compatibility
 * ideographs (塚 U+FA10, 神 U+FA19 …) need no line: NFKC folds them.
 */
const SHAPES = [
  '亜亞 悪惡 圧壓 囲圍 医醫 為爲 壱壹 隠隱 栄榮 営營 衛衞 駅驛 円圓 塩鹽 縁緣 艶艷 応應 欧歐 殴毆 桜櫻 奥奧 横橫 温溫 穏穩',
  '仮假 価價 画畫 会會 絵繪 壊壞 懐懷 拡擴 殻殼 覚覺 学學 岳嶽 楽樂 渇渴 巻卷 陥陷 勧勸 寛寬 関關 歓歡 観觀 気氣 帰歸 偽僞 戯戲 犠犧',
  '旧舊 拠據 挙擧 虚虛 峡峽 挟挾 狭狹 郷鄕 暁曉 区區 駆驅 勲勳 薫薰 径徑 茎莖 恵惠 掲揭 渓溪 経經 蛍螢 軽輕 継繼 鶏鷄 撃擊 研硏 県縣',
  '倹儉 剣劍 険險 圏圈 検檢 献獻 権權 顕顯 験驗 厳嚴 広廣 効效 恒恆 黄黃 鉱鑛 号號 国國 黒黑 砕碎 済濟 斎齋 剤劑 雑雜 参參 桟棧 蚕蠶',
  '惨慘 賛贊 残殘 歯齒 児兒 辞辭 湿濕 実實 写寫 釈釋 寿壽 収收 従從 渋澁 獣獸 縦縱 粛肅 処處 緒緖 叙敍 将將 称稱 渉涉 焼燒 証證 奨奬',
  '条條 状狀 乗乘 浄淨 剰剩 畳疊 縄繩 壌壤 嬢孃 譲讓 醸釀 触觸 嘱囑 真眞 寝寢 慎愼 尽盡 図圖 粋粹 酔醉 穂穗 随隨 髄髓 枢樞 数數 瀬瀨',
  '声聲 斉齊 静靜 窃竊 摂攝 専專 浅淺 戦戰 践踐 銭錢 潜潛 繊纖 禅禪 双雙 壮壯 争爭 荘莊 捜搜 挿插 巣巢 曽曾 痩瘦 装裝 総總 騒騷 増增',
  '蔵藏 臓臟 即卽 属屬 続續 堕墮 対對 体體 帯帶 滞滯 滝瀧 択擇 沢澤 担擔 単單 胆膽 団團 断斷 弾彈 遅遲 痴癡 昼晝 鋳鑄 庁廳 徴徵 聴聽',
  '勅敕 鎮鎭 逓遞 鉄鐵 点點 転轉 伝傳 当當 党黨 盗盜 稲稻 闘鬭 徳德 独獨 読讀 届屆 弐貳 悩惱 脳腦 覇霸 拝拜 廃廢 売賣 麦麥 発發 髪髮',
  '抜拔 晩晚 蛮蠻 秘祕 浜濱濵 瓶甁 払拂 仏佛 併倂 並竝 餅餠 辺邊邉 変變 歩步 宝寶 豊豐 褒襃 翻飜 毎每 万萬 満滿 麺麵 黙默 弥彌 訳譯',
  '薬藥 与與 誉譽 揺搖 様樣 謡謠 来來 頼賴 乱亂 覧覽 竜龍 両兩 猟獵 緑綠 涙淚 塁壘 礼禮 励勵 戻戾 霊靈 齢齡 暦曆 歴歷 恋戀 炉爐 労勞',
  '郎郞 楼樓 録錄 湾灣 亀龜',
  '亘亙 凛凜 尭堯 巌巖 晃晄 桧檜 槙槇 祢禰 祷禱 禄祿 穣穰 萌萠 遥遙',
  '高髙 崎﨑 島嶋嶌 吉𠮷 富冨 峰峯 館舘 淵渕渊 柳栁 橋𣘺槗 桑桒 土𡈽 達逹 昂昻 鶴靏靎 薮藪',
  '頴穎 鴎鷗 麹麴 桝枡 芦蘆 繍繡 蒋蔣',
]

const TODAY: ReadonlyMap<string, string> = new Map(
  SHAPES.flatMap((line) => line.split(' ')).flatMap((group) => {
    const [today = '', ...others] = group
    return others.map((other) => [other, today] as const)
  }),
)

/** The same with every kanji in its shape of today. */
export const inShapesOfToday = (words: string) =>
  words.replace(/\p{Script=Han}/gu, (kanji) => TODAY.get(kanji) ?? kanji)
