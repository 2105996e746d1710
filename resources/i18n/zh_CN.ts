<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
  <context>
    <name>MMoEDTM</name>
    <message>
      <source>Describe a file</source>
      <translation>描述文件</translation>
    </message>
    <message>
      <source>Terrain from one image</source>
      <translation>单幅影像生成地形</translation>
    </message>
    <message>
      <source>Says what a file is, by its label, its name and its header: product and camera, lunar frame (mean Earth or principal axes), unit, scale and special values, pixels on the ground, time, sun, view, the traps known of its kind, and what Reconstruct DTM would make of it. With a coarse DEM it looks at the pair: coverage, postings, frames, and whether the image contradicts its sun. Nothing is computed but a preview.</source>
      <translation>按标签、名称和文件头说明文件是什么：产品和相机、月球参考架（平均地球或主轴）、单位、比例和特殊值、地面像素、时间、太阳、观测角、此类文件已知的陷阱，以及“重建 DTM”会得到什么。有粗 DEM 时检查两者的配合：覆盖、格网间距、参考架，以及影像是否与其太阳矛盾。只计算一个预览。</translation>
    </message>
    <message>
      <source>Input</source>
      <translation>输入</translation>
    </message>
    <message>
      <source>The file: an image, a DEM, a label, in any format that planetary archives use; raw frames as well.</source>
      <translation>文件：影像、DEM 或标签，行星数据档案所用的任何格式均可；原始影像也可以。</translation>
    </message>
    <message>
      <source>Coarse DEM</source>
      <translation>粗 DEM</translation>
    </message>
    <message>
      <source>Elevation of the same ground, to hear what Reconstruct DTM would make of the two.</source>
      <translation>同一地面的高程，用于了解“重建 DTM”会由两者得到什么。</translation>
    </message>
    <message>
      <source>Use as</source>
      <translation>用作</translation>
    </message>
    <message>
      <source>What the file is meant for: one that cannot be used so is an error. A chain asks this before it computes anything. 'auto' only describes.</source>
      <translation>文件的用途：不能这样使用的文件视为错误。处理链在计算之前先检查这一点。'auto' 只作描述。</translation>
    </message>
    <message>
      <source>Unit of the SAR</source>
      <translation>SAR 的单位</translation>
    </message>
    <message>
      <source>Linear power is turned into decibels. 'auto' takes the unit that the file declares, else decibels where values are negative; where neither tells, the run stops and asks for it.</source>
      <translation>线性功率换算为分贝。'auto' 取文件所声明的单位，否则在有负值时取分贝；两者都无法判断时，运行会停止并要求指定。</translation>
    </message>
    <message>
      <source>Bands of the SAR</source>
      <translation>SAR 的波段</translation>
    </message>
    <message>
      <source>'auto' takes a single band as it is, and of several goes by their names (S1, Stokes 1, |H|^2). 'Stokes' are S1, S2, S3 and S4, as map-projected Mini-RF images have them; 'level 1' are |H|^2, |V|^2 and both parts of HV*, as products that are not projected have them. S1 is compared; S4 gives the circular polarisation ratio.</source>
      <translation>'auto'对单波段按原样取用，对多波段按其名称（S1、Stokes 1、|H|^2）。'Stokes' 为 S1、S2、S3、S4，如地图投影的 Mini-RF 影像；'level 1' 为 |H|^2、|V|^2 以及 HV* 的两部分，如未投影的产品。比较的是 S1；S4 给出圆极化比。</translation>
    </message>
    <message>
      <source>Number of the band S1</source>
      <translation>S1 波段的编号</translation>
    </message>
    <message>
      <source>Where names do not tell it, from 1 on.</source>
      <translation>名称不能说明时给出，从 1 起。</translation>
    </message>
    <message>
      <source>Number of the band S4</source>
      <translation>S4 波段的编号</translation>
    </message>
    <message>
      <source>With that of S1.</source>
      <translation>与 S1 的编号一起给出。</translation>
    </message>
    <message>
      <source>Unit of heights</source>
      <translation>高程单位</translation>
    </message>
    <message>
      <source>Unit of the stored heights. 'auto' takes the unit, scale and offset of the label or of the file, else recognises kilometres by their range and LOLA's integer products, which hold half-metres, by their name. What is assumed is said.</source>
      <translation>所存高程的单位。'auto' 取标签或文件中的单位、比例和偏移，否则按数值范围识别千米，并按名称识别以半米为单位的 LOLA 整数产品。所作的假定会予以说明。</translation>
    </message>
    <message>
      <source>Expert pack</source>
      <translation>专家包</translation>
    </message>
    <message>
      <source>The trained networks: the name of a shipped pack, or the folder of another one.</source>
      <translation>训练好的网络：随附专家包的名称，或另一个专家包的文件夹。</translation>
    </message>
    <message>
      <source>Card</source>
      <translation>文件卡片</translation>
    </message>
    <message>
      <source>The card: a page for the browser (HTML), in one file.</source>
      <translation>文件卡片：可用浏览器打开的页面（HTML），单个文件。</translation>
    </message>
    <message>
      <source>Product family</source>
      <translation>产品系列</translation>
    </message>
    <message>
      <source>Camera</source>
      <translation>相机</translation>
    </message>
    <message>
      <source>Product identifier</source>
      <translation>产品标识</translation>
    </message>
    <message>
      <source>Holds (image or elevation)</source>
      <translation>内容（影像或高程）</translation>
    </message>
    <message>
      <source>Lunar frame</source>
      <translation>月球参考架</translation>
    </message>
    <message>
      <source>Emission angle (degrees)</source>
      <translation>出射角（度）</translation>
    </message>
    <message>
      <source>Emission angle from which relief is a pixel out of place (degrees)</source>
      <translation>起伏偏移达一个像素的出射角（度）</translation>
    </message>
    <message>
      <source>Unit</source>
      <translation>单位</translation>
    </message>
    <message>
      <source>Scale of the stored values</source>
      <translation>所存数值的比例</translation>
    </message>
    <message>
      <source>Offset of the stored values</source>
      <translation>所存数值的偏移</translation>
    </message>
    <message>
      <source>Values that are no measurements</source>
      <translation>不是测量值的数值</translation>
    </message>
    <message>
      <source>Pixel size on the ground (m)</source>
      <translation>地面像素大小（m）</translation>
    </message>
    <message>
      <source>Start (UTC)</source>
      <translation>开始（UTC）</translation>
    </message>
    <message>
      <source>Stop (UTC)</source>
      <translation>结束（UTC）</translation>
    </message>
    <message>
      <source>Sun azimuth, clockwise from map north (degrees)</source>
      <translation>太阳方位角，从地图北顺时针（度）</translation>
    </message>
    <message>
      <source>Sun incidence (degrees)</source>
      <translation>太阳入射角（度）</translation>
    </message>
    <message>
      <source>What tells the sun</source>
      <translation>太阳信息的来源</translation>
    </message>
    <message>
      <source>Map</source>
      <translation>地图</translation>
    </message>
    <message>
      <source>What to look out for</source>
      <translation>注意事项</translation>
    </message>
    <message>
      <source>Reconstruct DTM takes it</source>
      <translation>“重建 DTM”可以接受</translation>
    </message>
    <message>
      <source>What would come of it</source>
      <translation>会得到的结果</translation>
    </message>
    <message>
      <source>Reconstruct DTM</source>
      <translation>重建 DTM</translation>
    </message>
    <message>
      <source>Makes a digital terrain model at the resolution of one map-projected lunar image from the image and a coarse DEM. The image is cut into tiles; networks trained for flat, mountain and crater terrain make the heights of each, which are blended without seams and keep to the coarse DEM at its own scale. Give the sun's direction if you know it: it is worth more than anything else. Best light: incidence 50 to 75 degrees. Where the image or the DEM has no data, the DTM has none.</source>
      <translation>由一幅经地图投影的月球影像和一个粗 DEM 生成影像分辨率的数字地形模型。影像被切成块；为平坦、山地和撞击坑地形训练的网络生成每块的高程，各块无缝融合，并在粗 DEM 自身的尺度上与其一致。如果知道太阳方向请填写：它比其他任何信息都有用。最佳光照：入射角 50 至 75 度。影像或 DEM 无数据处，DTM 也无数据。</translation>
    </message>
    <message>
      <source>Image</source>
      <translation>影像</translation>
    </message>
    <message>
      <source>Map-projected lunar image with one band (LROC NAC, ShadowCam; I/F, radiance or 8 bit), as GeoTIFF, PDS3, PDS4, ISIS cube or JPEG 2000.</source>
      <translation>经地图投影的单波段月球影像（LROC NAC、ShadowCam；I/F、辐亮度或 8 位），格式为 GeoTIFF、PDS3、PDS4、ISIS cube 或 JPEG 2000。</translation>
    </message>
    <message>
      <source>Elevation of the same ground (SLDEM2015, LOLA, ...), in any CRS on the Moon. Heights above the 1737.4 km sphere.</source>
      <translation>同一地面的高程（SLDEM2015、LOLA 等），可用任何月球坐标参考系。高程相对于半径 1737.4 km 的球面。</translation>
    </message>
    <message>
      <source>Saturated from</source>
      <translation>饱和起点</translation>
    </message>
    <message>
      <source>Brightness from which the image is saturated (too bright for the camera); such pixels are left out. ShadowCam images, exposed for permanent shadow, saturate where the sun shines. Left empty, none are.</source>
      <translation>影像从此亮度起饱和（对相机过亮）；这些像素略去。ShadowCam 影像按永久阴影曝光，在阳光照射处会饱和。留空则没有。</translation>
    </message>
    <message>
      <source>Area of interest</source>
      <translation>感兴趣区域</translation>
    </message>
    <message>
      <source>Only this part: xmin,xmax,ymin,ymax in the CRS of the raster, or in another lunar CRS that follows in brackets. Results lie on the pixels of the whole raster; what is decided from an image or a DEM, as classes, contrast and the place of the coarse DEM, is decided from this part. Left empty, all of it.</source>
      <translation>仅此部分：xmin,xmax,ymin,ymax，采用栅格的坐标系，或采用括号中给出的另一个月球坐标系。结果落在整个栅格的像元上；由影像或 DEM 决定的内容（如类别、对比度和粗 DEM 的位置）仅由这一部分决定。留空则为全部。</translation>
    </message>
    <message>
      <source>Coarse DEM: fetch for this image</source>
      <translation>粗 DEM：为此影像获取</translation>
    </message>
    <message>
      <source>Reads the coarse DEM of this ground from the archives that hold it (SLDEM2015, LOLA), a few megabytes over https; the source is named in the log. Only then is anything read from the network. It is kept in the user's cache folder. Leave the coarse DEM above empty.</source>
      <translation>从拥有该地面粗 DEM 的档案（SLDEM2015、LOLA）读取，经 https 几兆字节；来源写入日志。只有这时才会从网络读取。它保存在用户的缓存文件夹中。上面的粗 DEM 请留空。</translation>
    </message>
    <message>
      <source>Source of the coarse DEM</source>
      <translation>粗 DEM 的来源</translation>
    </message>
    <message>
      <source>'auto' takes the best one for the ground and says which and why. Or a name of the table of sources: sldem2015, lola_60s_60m, lola_75s_30m, lola_85s_10m, lola_875s_5m (for the north with n instead of s), lolakaguya_512ppd, lola_118m, or one of your own table.</source>
      <translation>'auto' 取最适合该地面的来源，并说明是哪个及原因。或填写来源表中的名称：sldem2015、lola_60s_60m、lola_75s_30m、lola_85s_10m、lola_875s_5m（北半球把 s 换成 n）、lolakaguya_512ppd、lola_118m，或您自己表中的名称。</translation>
    </message>
    <message>
      <source>Table of sources</source>
      <translation>来源表</translation>
    </message>
    <message>
      <source>A table of your own, of the form of the file archives.toml that comes with the plugin: it adds sources, and replaces those of the same name.</source>
      <translation>您自己的表，格式同插件所带的文件 archives.toml：它增加来源，并替换同名的来源。</translation>
    </message>
    <message>
      <source>Sun</source>
      <translation>太阳</translation>
    </message>
    <message>
      <source>'auto' takes the angles or the time given, else what the image's label says, else the time in its product's name. 'scattered' is for ground in permanent shadow, lit by sunlit ground on the horizon whatever the label says: from where is taken from the azimuth given, else from the image over the slopes of the coarse DEM. That is what 'auto' does with an image of ShadowCam. 'none' leaves light's direction out.</source>
      <translation>'auto' 采用给定的角度或时间，否则采用影像标签所述，再否则采用产品名称中的时间。'scattered' 用于永久阴影区的地面，无论标签怎么说，它由地平线上受阳光照射的地面照亮：光来自何处取自给定的方位角，否则由影像对照粗 DEM 的坡度得出。对 ShadowCam 影像，'auto' 即如此处理。'none' 不使用光的方向。</translation>
    </message>
    <message>
      <source>Sun azimuth</source>
      <translation>太阳方位角</translation>
    </message>
    <message>
      <source>Direction to the sun, degrees clockwise from map north (up in the map-projected image). Left empty, it comes from the image's label or from its time. Where neither label nor name tells it, the algorithm Sun geometry gives both angles: from the time, or from the sub-solar point, which the image's page in the archive (LROC, ODE) lists. The azimuth on such a page is often that of the raw image and does not fit a map.</source>
      <translation>太阳所在方向，从地图北（地图投影影像的上方）起顺时针的度数。留空则由影像标签或影像时间得到。如果标签和名称都没有说明，算法“太阳几何”可给出两个角度：由时间，或由影像在档案（LROC、ODE）中的页面所列的太阳直射点。这类页面上的方位角往往是原始影像的，与地图不符。</translation>
    </message>
    <message>
      <source>degrees</source>
      <translation>度</translation>
    </message>
    <message>
      <source>Sun incidence</source>
      <translation>太阳入射角</translation>
    </message>
    <message>
      <source>Angle between the sun and the local vertical, degrees (0 overhead, 90 on the horizon). Left empty, it comes from the image's label or from its time. The image's page in the archive (LROC, ODE) lists it as incidence angle; 90 minus the sun's elevation is the same.</source>
      <translation>太阳与当地铅垂线的夹角，单位为度（0 为天顶，90 为地平）。留空则由影像标签或影像时间得到。影像在档案（LROC、ODE）中的页面以 incidence angle 列出；90 减太阳高度角与之相同。</translation>
    </message>
    <message>
      <source>Time of the image</source>
      <translation>影像时间</translation>
    </message>
    <message>
      <source>UTC, like 2010-09-24T03:57:51, where the angles are not known. Left empty, the label's, or that of the product's name.</source>
      <translation>UTC，例如 2010-09-24T03:57:51，用于角度未知时。留空则取标签或产品名称中的时间。</translation>
    </message>
    <message>
      <source>Fit the coarse DEM to the image</source>
      <translation>使粗 DEM 与影像配合</translation>
    </message>
    <message>
      <source>Images and DEMs often lie some tens of metres apart. Move the coarse DEM to where it fits the image best, as far as that is expected to make the heights better: on a slope of 30 degrees each metre that it lies off is 0.6 m of height. The DTM then lies where the image does. Needs the sun. Switch it off to keep the coarse DEM's own place, as for neighbouring images that go into one mosaic; Reconstruct region fits those together. A move by hand takes its place.</source>
      <translation>影像与 DEM 常相差几十米。把粗 DEM 移到与影像最相合处，但只移到预期能改善高程的程度：在 30 度的坡上，每偏一米就有 0.6 m 的高程误差。之后 DTM 的位置与影像一致。需要太阳方向。关闭则保留粗 DEM 自己的位置，例如用于放入同一镶嵌图的相邻影像；“重建区域”会把它们一起配合。给出手动移动时以其代替。</translation>
    </message>
    <message>
      <source>Move by hand, east</source>
      <translation>手动移动，向东</translation>
    </message>
    <message>
      <source>Moves the coarse DEM east by so much (west where negative) instead of by an estimate, as for ground on which none is reliable. Measure it in QGIS between a feature of the coarse DEM's hillshade and the same one in the image. Left empty, it is not moved by hand; where only one of the two is given, the other is 0.</source>
      <translation>把粗 DEM 向东移动这么多（负值向西），代替估计值，例如在任何估计都不可靠的地面。可在 QGIS 中量取粗 DEM 晕渲上某一特征与影像中同一特征之间的距离。留空则不手动移动；只给出两者之一时，另一个为 0。</translation>
    </message>
    <message>
      <source>metres</source>
      <translation>米</translation>
    </message>
    <message>
      <source>Move by hand, north</source>
      <translation>手动移动，向北</translation>
    </message>
    <message>
      <source>The same to the north of the map (up).</source>
      <translation>同上，朝地图的北（上）方。</translation>
    </message>
    <message>
      <source>Error of the coarse DEM</source>
      <translation>粗 DEM 的误差</translation>
    </message>
    <message>
      <source>Standard deviation of its heights, where you know that it is good: 0.1 to 0.5 m for a DEM from stereo images or LOLA's tracks near the poles. The better it is, the more of its long waves are kept, and the less the image changes them. Left empty, or from 2 m at a posting of 60 m on, the experts mend them as they have learnt to, which suits SLDEM2015.</source>
      <translation>其高程的标准差，在您知道它精度良好时给出：立体影像 DEM 或两极附近 LOLA 轨迹为 0.1 至 0.5 m。它越好，其长波保留得越多，影像对长波的改动越小。留空，或在 60 m 格网间距下达到 2 m 及以上时，由专家网络按其所学修正长波，适合 SLDEM2015。</translation>
    </message>
    <message>
      <source>Contrast of the image</source>
      <translation>影像对比度</translation>
    </message>
    <message>
      <source>Slopes are read from the contrast of the image, so it has to be right. 'as it is' trusts the image, which is right for calibrated I/F and radiance. 'from the DEM' scales the contrast to what the slopes of the coarse DEM ask for; images stretched for display, and logarithms, need that. 'auto' scales it where the image looks stretched (bytes, or clipped at its bright end) or is plainly off. What stays in doubt is damped, and is in the errors.</source>
      <translation>坡度由影像的对比度读取，因此对比度必须正确。'as it is' 信任影像，适合经过定标的 I/F 和辐亮度。'from the DEM' 把对比度缩放到粗 DEM 坡度所要求的大小；为显示而拉伸的影像和对数影像需要它。'auto' 在影像看起来经过拉伸（字节型，或亮端被截断）或明显偏离时才缩放。仍有疑问的部分会被减弱，并计入误差。</translation>
    </message>
    <message>
      <source>Edited tile layer</source>
      <translation>编辑过的影像块图层</translation>
    </message>
    <message>
      <source>To choose yourself which ground is treated as flat, mountain or crater: run Classify terrain with the output Tiles, edit the field 'class' of that layer (flat, mountain or crater), save it, and give it here. Left empty, the classes are found from the relief of the coarse DEM.</source>
      <translation>要自己选择哪些地面视为平坦、山地或撞击坑：运行“地形分类”并输出影像块，编辑该图层的字段 'class'（flat、mountain 或 crater），保存后在此给出。留空则由粗 DEM 的起伏确定类别。</translation>
    </message>
    <message>
      <source>Tiling</source>
      <translation>分块方式</translation>
    </message>
    <message>
      <source>How the image is cut. 'pack' takes the size that the expert pack was trained for, and larger tiles where neighbours have one terrain class. 'paper' takes tiles of 256 x 320 pixels that share 100: twice the work, with heights that differ by about a hundredth of their error. Tile sizes that are given overrule both.</source>
      <translation>影像的切分方式。'pack' 采用专家包训练时的大小，相邻块地形类别相同时采用更大的块。'paper' 采用 256 x 320 像素、相互重叠 100 像素的块：工作量加倍，高程差别约为其误差的百分之一。填写的块大小优先于两者。</translation>
    </message>
    <message>
      <source>Tile height</source>
      <translation>块高</translation>
    </message>
    <message>
      <source>Rows of a tile, a multiple of 16. Left empty, as chosen under Tiling.</source>
      <translation>一块的行数，为 16 的倍数。留空则按“分块方式”的选择。</translation>
    </message>
    <message>
      <source>pixels</source>
      <translation>像素</translation>
    </message>
    <message>
      <source>Tile width</source>
      <translation>块宽</translation>
    </message>
    <message>
      <source>Columns of a tile, a multiple of 16. Left empty, as chosen under Tiling.</source>
      <translation>一块的列数，为 16 的倍数。留空则按“分块方式”的选择。</translation>
    </message>
    <message>
      <source>Tile overlap</source>
      <translation>块重叠</translation>
    </message>
    <message>
      <source>Pixels that neighbouring tiles share. Left empty, as chosen under Tiling.</source>
      <translation>相邻块共有的像素数。留空则按“分块方式”的选择。</translation>
    </message>
    <message>
      <source>Preview: one tile alone</source>
      <translation>预览：仅一块</translation>
    </message>
    <message>
      <source>Makes one tile, that in the middle of the area of interest or of the image, in seconds: to look at before a long run. What tiles share with neighbours is left out of it. Contrast and the place of the coarse DEM are decided from 2048 pixels about it, so that they can differ a little from those of the whole.</source>
      <translation>只做一块，即感兴趣区域或影像中央的那一块，几秒即成：供长时间运行之前查看。与相邻块共用的部分略去。对比度和粗 DEM 的位置由其周围 2048 像素决定，因此可能与整体的略有不同。</translation>
    </message>
    <message>
      <source>Plan</source>
      <translation>计划</translation>
    </message>
    <message>
      <source>A file that Plan DTM wrote: what it decided is done. Image and coarse DEM then only have to be given where they lie elsewhere now.</source>
      <translation>由“规划 DTM”写出的文件：按其决定执行。只有当影像和粗 DEM 现在位于别处时才需要填写它们。</translation>
    </message>
    <message>
      <source>Run on</source>
      <translation>运行设备</translation>
    </message>
    <message>
      <source>What computes. 'auto' takes a graphics card where there is one, else the processor; cuda and tensorrt are for NVIDIA cards, directml for Windows, coreml for macOS. One that is asked for by name and is not there is an error. openvino is for processors that compute in bfloat16: about two thirds of the time, heights that differ by centimetres.</source>
      <translation>用什么计算。'auto' 有显卡时用显卡，否则用处理器；cuda 和 tensorrt 用于 NVIDIA 显卡，directml 用于 Windows，coreml 用于 macOS。指名要求而不存在的视为错误。openvino 用于以 bfloat16 计算的处理器：时间约为三分之二，高程相差几厘米。</translation>
    </message>
    <message>
      <source>Tiles at a time</source>
      <translation>同时计算的块数</translation>
    </message>
    <message>
      <source>Tiles computed at the same time on the processor; more need more memory. 0 for one per core. The result does not depend on it.</source>
      <translation>处理器同时计算的块数；越多所需内存越多。0 表示每核一块。结果不受其影响。</translation>
    </message>
    <message>
      <source>Dask scheduler</source>
      <translation>Dask 调度器</translation>
    </message>
    <message>
      <source>For computing on a cluster with Dask: local:N for N processes of this machine, the address of a scheduler like tcp://host:8786, or a scheduler file. All machines must see the inputs under the same paths. Left empty, this machine computes alone.</source>
      <translation>用于以 Dask 在集群上计算：local:N 表示本机的 N 个进程，或类似 tcp://host:8786 的调度器地址，或调度器文件。所有机器必须能以相同路径看到输入。留空则只由本机计算。</translation>
    </message>
    <message>
      <source>Go on where a run stopped</source>
      <translation>从中断处继续</translation>
    </message>
    <message>
      <source>Take over what a cancelled or killed run with the same settings and inputs has finished. Switched off, all is computed again.</source>
      <translation>接续设置和输入相同、被取消或被终止的运行已完成的内容。关闭则全部重新计算。</translation>
    </message>
    <message>
      <source>DTM</source>
      <translation>DTM</translation>
    </message>
    <message>
      <source>GeoTIFF of heights in metres above the 1737.4 km sphere.</source>
      <translation>GeoTIFF，高程以米为单位，相对于半径 1737.4 km 的球面。</translation>
    </message>
    <message>
      <source>Tiles with terrain classes</source>
      <translation>带地形类别的影像块</translation>
    </message>
    <message>
      <source>Polygon layer of the tiles with row, column, class, relief_m and posterior, as Classify terrain writes it.</source>
      <translation>影像块的多边形图层，含 row、column、class、relief_m 和 posterior，与“地形分类”所写的相同。</translation>
    </message>
    <message>
      <source>Spread of overlapping tiles</source>
      <translation>重叠块之间的离散</translation>
    </message>
    <message>
      <source>Standard deviation in metres between the heights of overlapping tiles: small means that they agree. Zero where there is only one tile.</source>
      <translation>重叠块高程之间的标准差，单位为米：小表示一致。只有一块处为零。</translation>
    </message>
    <message>
      <source>Error of heights</source>
      <translation>高程误差</translation>
    </message>
    <message>
      <source>Standard deviation of each height in metres, as a network tells it from image, coarse DEM and DTM: two thirds of the heights lie within one of the truth. Errors of the coarse DEM in waves longer than about seven of its postings are in it only where the error of the coarse DEM is given.</source>
      <translation>每个高程的标准差（米），由网络根据影像、粗 DEM 和 DTM 给出：三分之二的高程与真值相差不超过一个标准差。粗 DEM 中波长超过其格网间距约七倍的误差仅在给出粗 DEM 误差时才包括在内。</translation>
    </message>
    <message>
      <source>Error of slopes</source>
      <translation>坡度误差</translation>
    </message>
    <message>
      <source>Standard deviation of each slope in degrees, over a baseline of two pixels.</source>
      <translation>每个坡度的标准差（度），基线为两个像素。</translation>
    </message>
    <message>
      <source>Support of heights</source>
      <translation>高程的依据</translation>
    </message>
    <message>
      <source>What each height rests on: 1 lit and seen, 2 steep or raking light, 3 cast shadow, 4 saturated, 5 image missing (the coarse DEM alone is known, and the DTM has no height), 6 outside of what the experts know.</source>
      <translation>每个高程的依据：1 有光照且可见，2 陡坡或掠射光，3 投射阴影，4 饱和，5 影像缺失（只有粗 DEM，DTM 没有高程），6 超出专家网络的适用范围。</translation>
    </message>
    <message>
      <source>Folder for the DTMs of single tiles</source>
      <translation>单个块 DTM 的文件夹</translation>
    </message>
    <message>
      <source>One GeoTIFF for each tile, for Mosaic DTMs.</source>
      <translation>每块一个 GeoTIFF，供“镶嵌 DTM”使用。</translation>
    </message>
    <message>
      <source>Provider that ran</source>
      <translation>实际运行的设备</translation>
    </message>
    <message>
      <source>Tiles computed</source>
      <translation>计算的块数</translation>
    </message>
    <message>
      <source>Pixels with a height (%)</source>
      <translation>有高程的像素（%）</translation>
    </message>
    <message>
      <source>Error of heights, RMS of what is stated (m)</source>
      <translation>高程误差，所给标准差的均方根（米）</translation>
    </message>
    <message>
      <source>Error of slopes, RMS of what is stated (degrees)</source>
      <translation>坡度误差，所给标准差的均方根（度）</translation>
    </message>
    <message>
      <source>Heights that rest on light that was seen (%)</source>
      <translation>依据可见光照的高程（%）</translation>
    </message>
    <message>
      <source>Coarse DEM moved east (m)</source>
      <translation>粗 DEM 向东移动（m）</translation>
    </message>
    <message>
      <source>Coarse DEM moved north (m)</source>
      <translation>粗 DEM 向北移动（m）</translation>
    </message>
    <message>
      <source>Standard error of the move, both axes (m)</source>
      <translation>移动的标准误差，两轴合计（m）</translation>
    </message>
    <message>
      <source>Standard error of the move east (m)</source>
      <translation>向东移动的标准误差（m）</translation>
    </message>
    <message>
      <source>Standard error of the move north (m)</source>
      <translation>向北移动的标准误差（m）</translation>
    </message>
    <message>
      <source>Contrast of the image over that of the shaded DEM</source>
      <translation>影像对比度与 DEM 晕渲对比度之比</translation>
    </message>
    <message>
      <source>Contrast estimate is reliable</source>
      <translation>对比度估计可靠</translation>
    </message>
    <message>
      <source>Doubt in the contrast that is used (%)</source>
      <translation>所用对比度的不确定度 (%)</translation>
    </message>
    <message>
      <source>Taken off the image's brightness</source>
      <translation>从影像亮度中减去的量</translation>
    </message>
    <message>
      <source>Digest of the plan</source>
      <translation>计划的摘要</translation>
    </message>
    <message>
      <source>Pixels computed for each pixel of the DTM</source>
      <translation>DTM 每个像素所计算的像素数</translation>
    </message>
    <message>
      <source>Seconds in all</source>
      <translation>总秒数</translation>
    </message>
    <message>
      <source>Seconds inside the networks</source>
      <translation>网络内的秒数</translation>
    </message>
    <message>
      <source>Plan DTM</source>
      <translation>规划 DTM</translation>
    </message>
    <message>
      <source>Decides everything that Reconstruct DTM decides before its first tile, and writes it as a plan: to look at, to keep, or to run on another machine. The same plan gives the same bytes on machines of the same processor type and versions, elsewhere heights within two millimetres.</source>
      <translation>决定“重建 DTM”在第一块之前所决定的一切，并写成计划：可供查看、保存或在另一台机器上运行。处理器类型和版本相同的机器上，同一计划得到相同的字节，其他机器上高程相差不超过两毫米。</translation>
    </message>
    <message>
      <source>JSON file: inputs with their checksums, sun, contrast, place of the coarse DEM, tiles with their classes, expert pack.</source>
      <translation>JSON 文件：输入及其校验和、太阳、对比度、粗 DEM 的位置、带类别的影像块、专家包。</translation>
    </message>
    <message>
      <source>Blocks</source>
      <translation>分段</translation>
    </message>
    <message>
      <source>Tiles</source>
      <translation>影像块</translation>
    </message>
    <message>
      <source>Reconstruct region</source>
      <translation>重建区域</translation>
    </message>
    <message>
      <source>Makes DTMs of many map-projected images of one region over one coarse DEM, one mosaic of them, a layer of the frames and a report with a map. The places of the coarse DEM under all images are fitted together, so that neighbours agree. A frame that fails is reported and does not stop the others. Started again with the same folder, it does what is missing.</source>
      <translation>在一个粗 DEM 上为同一区域的多幅地图投影影像生成 DTM，并生成镶嵌图、影像图层和带地图的报告。所有影像下粗 DEM 的位置统一配合，使相邻影像一致。失败的影像会被报告，不影响其他影像。用同一文件夹再次启动时，只做缺少的部分。</translation>
    </message>
    <message>
      <source>Images</source>
      <translation>影像</translation>
    </message>
    <message>
      <source>A table with a row for each image: a CSV file, or a layer of a GeoPackage (PATH|layername=NAME), with the column path and, where they are known, sun_azimuth, sun_incidence, sun_time, contrast, priority (1 lies on top), classes (an edited tile layer), coarse_dem (instead of the one below), coarse_dem_error, shift_east and shift_north (metres by which its coarse DEM is moved by hand, whatever the fit says). Relative paths begin at the folder of the table. Or a folder of images.</source>
      <translation>每幅影像一行的表：CSV 文件，或 GeoPackage 的图层（路径|layername=名称），含列 path，以及已知时的 sun_azimuth、sun_incidence、sun_time、contrast、priority（1 在最上）、classes（编辑过的影像块图层）、coarse_dem（代替下面的粗 DEM）、coarse_dem_error、shift_east 和 shift_north（该影像的粗 DEM 手动移动的米数，不论配合的结果如何）。相对路径从表所在文件夹算起。也可以是影像文件夹。</translation>
    </message>
    <message>
      <source>Pattern of names</source>
      <translation>名称模式</translation>
    </message>
    <message>
      <source>Which files of a folder are images, and with **/ those of its subfolders.</source>
      <translation>文件夹中哪些文件是影像；用 **/ 则包括其子文件夹。</translation>
    </message>
    <message>
      <source>Elevation of the region (SLDEM2015, LOLA, ...), in any CRS on the Moon. Heights above the 1737.4 km sphere.</source>
      <translation>该区域的高程（SLDEM2015、LOLA 等），可用任何月球坐标参考系。高程相对于半径 1737.4 km 的球面。</translation>
    </message>
    <message>
      <source>Fit the coarse DEM</source>
      <translation>配合粗 DEM</translation>
    </message>
    <message>
      <source>'together' fits the places of the coarse DEM under all images at once: each image tells where it wants it, overlapping images tell how far they lie apart, and neighbours get moves that agree. 'each' fits every image by itself, as Reconstruct DTM does. 'none' leaves the coarse DEM where it lies.</source>
      <translation>'together' 同时配合所有影像下粗 DEM 的位置：每幅影像说明它希望的位置，重叠的影像说明彼此相距多少，相邻影像得到相互一致的移动。'each' 像“重建 DTM”一样单独配合每幅影像。'none' 让粗 DEM 留在原处。</translation>
    </message>
    <message>
      <source>Where frames overlap</source>
      <translation>影像重叠处</translation>
    </message>
    <message>
      <source>'blend' weighs each frame by the distance to its border. 'priority' puts the frame with the least number in the column priority on top, and of equals the first of the table. 'suns' puts frames together that overlap under different suns, as Combine DTMs does: each counts along its own light, and one fills the shadows of another. What else overlaps is blended.</source>
      <translation>'blend' 按到边界的距离为每幅影像加权。'priority' 把列 priority 数值最小的影像放在最上，相同时取表中的第一幅。'suns' 像“合并 DTM”那样把在不同太阳方向下重叠的影像合在一起：每幅影像沿自己的光照方向起作用，一幅填补另一幅的阴影。其余重叠处按 'blend' 加权。</translation>
    </message>
    <message>
      <source>Least angle between suns</source>
      <translation>太阳之间的最小夹角</translation>
    </message>
    <message>
      <source>With 'suns': frames are put together from this angle between the lines of their light on. 90 degrees is ideal, and opposite suns have none.</source>
      <translation>用于 'suns'：光照线之间的夹角达到此值的影像才会合在一起。90 度最理想；方向相反的太阳夹角为零。</translation>
    </message>
    <message>
      <source>Width of the transition</source>
      <translation>过渡宽度</translation>
    </message>
    <message>
      <source>Pixels over which a weight rises from the border of a frame.</source>
      <translation>权重从影像边界起上升所跨的像素数。</translation>
    </message>
    <message>
      <source>Level the frames</source>
      <translation>调平各影像</translation>
    </message>
    <message>
      <source>Bring overlapping frames to one level in the mosaic, tied to the coarse DEM, by an offset each, or by an offset and a tilt. The DTMs of the frames stay as they are.</source>
      <translation>在镶嵌图中把重叠的影像调到同一水平，并与粗 DEM 相连，各用一个偏移，或偏移加倾斜。各影像的 DTM 保持不变。</translation>
    </message>
    <message>
      <source>Fill gaps from the coarse DEM</source>
      <translation>用粗 DEM 填补空隙</translation>
    </message>
    <message>
      <source>Where no frame has a height, the mosaic takes that of the coarse DEM, moved near the frames by what it differs from them there.</source>
      <translation>没有影像高程处，镶嵌图取粗 DEM 的高程，在影像附近按两者在那里的差值移动。</translation>
    </message>
    <message>
      <source>Errors and support</source>
      <translation>误差与依据</translation>
    </message>
    <message>
      <source>Beside every DTM and the mosaic, rasters that tell how sure their heights are: the standard deviations of heights and of slopes, and what each height rests on, as Reconstruct DTM writes them.</source>
      <translation>在每个 DTM 和镶嵌图旁写出说明其高程可靠程度的栅格：高程和坡度的标准差，以及每个高程的依据，与“重建 DTM”所写的相同。</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>文件夹</translation>
    </message>
    <message>
      <source>Holds mosaic.tif, frames.gpkg, report.html, and in frames/ a DTM for each image; with errors also mosaic_height_error.tif, mosaic_slope_error.tif and mosaic_support.tif, and folders of these names in frames/; in combined/ what was put together by its suns. A run that was stopped goes on here; a frame whose image or settings changed is made anew.</source>
      <translation>包含 mosaic.tif、frames.gpkg、report.html，以及 frames/ 中每幅影像的 DTM；要求误差时还有 mosaic_height_error.tif、mosaic_slope_error.tif 和 mosaic_support.tif，以及 frames/ 中同名的文件夹；combined/ 中是按太阳方向合在一起的结果。停止的运行在此继续；影像或设置改变的会重新生成。</translation>
    </message>
    <message>
      <source>Frames in the table</source>
      <translation>表中的影像</translation>
    </message>
    <message>
      <source>DTMs made in this run</source>
      <translation>本次运行生成的 DTM</translation>
    </message>
    <message>
      <source>DTMs kept from earlier runs</source>
      <translation>从以前运行保留的 DTM</translation>
    </message>
    <message>
      <source>Frames that failed</source>
      <translation>失败的影像</translation>
    </message>
    <message>
      <source>Pixels of the mosaic with a height (%)</source>
      <translation>镶嵌图中有高程的像素（%）</translation>
    </message>
    <message>
      <source>RMS difference of overlapping DTMs (m)</source>
      <translation>重叠 DTM 的均方根差（m）</translation>
    </message>
    <message>
      <source>RMS difference of overlapping previews, each fitted by itself (m)</source>
      <translation>重叠预览的均方根差，各自配合时（m）</translation>
    </message>
    <message>
      <source>RMS difference of overlapping previews, as fitted (m)</source>
      <translation>重叠预览的均方根差，统一配合后（m）</translation>
    </message>
    <message>
      <source>Error of the mosaic's heights, RMS of what is stated (m)</source>
      <translation>镶嵌图高程误差，所给标准差的均方根（米）</translation>
    </message>
    <message>
      <source>Error of the mosaic's slopes, RMS of what is stated (degrees)</source>
      <translation>镶嵌图坡度误差，所给标准差的均方根（度）</translation>
    </message>
    <message>
      <source>Heights of the mosaic that rest on light that was seen (%)</source>
      <translation>镶嵌图中依据所见光照的高程（%）</translation>
    </message>
    <message>
      <source>Mosaic</source>
      <translation>镶嵌图</translation>
    </message>
    <message>
      <source>Layer of frames</source>
      <translation>影像图层</translation>
    </message>
    <message>
      <source>Report</source>
      <translation>报告</translation>
    </message>
    <message>
      <source>Fetch coarse DEM</source>
      <translation>获取粗 DEM</translation>
    </message>
    <message>
      <source>Fetches the coarse DEM of an image, or of an extent, from the archives that hold it: the source that is best for the ground is chosen and named, and only the window is read, a few megabytes, over https. Tiles, the antimeridian and the seam between equatorial and polar models are put together. Parts that were read are kept in the user's cache folder, so that a run that was stopped goes on, and the same ground is not read twice. Proxies are those of the environment variables HTTPS_PROXY and NO_PROXY.</source>
      <translation>从拥有粗 DEM 的档案获取一幅影像或一个范围的粗 DEM：选择最适合该地面的来源并予以说明，只经 https 读取所需窗口，几兆字节。跨越分幅、反子午线以及赤道与极区模型接缝的部分会拼接起来。已读取的部分保存在用户的缓存文件夹中，因此停止的运行可以继续，同一地面不会读取两次。代理取自环境变量 HTTPS_PROXY 和 NO_PROXY。</translation>
    </message>
    <message>
      <source>Extent</source>
      <translation>范围</translation>
    </message>
    <message>
      <source>Instead of an image: west,south,east,north in degrees, east positive, like 3.1,26.0,3.9,26.6. East may be less than west, over the antimeridian.</source>
      <translation>代替影像：西,南,东,北，单位为度，东经为正，例如 3.1,26.0,3.9,26.6。跨反子午线时东可以小于西。</translation>
    </message>
    <message>
      <source>Margin</source>
      <translation>边距</translation>
    </message>
    <message>
      <source>Ground around the image that is fetched too, so that the coarse DEM can be moved under it.</source>
      <translation>影像周围一并获取的地面，使粗 DEM 可以在其下移动。</translation>
    </message>
    <message>
      <source>Limit</source>
      <translation>上限</translation>
    </message>
    <message>
      <source>The most that is read from the archive; what takes more is refused, with its size.</source>
      <translation>从档案读取的最大量；超过的会连同其大小被拒绝。</translation>
    </message>
    <message>
      <source>MB</source>
      <translation>MB</translation>
    </message>
    <message>
      <source>GeoTIFF of heights in metres above the 1737.4 km sphere, on the posts of the archive, with source, citation and digests in its tags.</source>
      <translation>GeoTIFF，高程以米为单位，相对于半径 1737.4 km 的球面，位于档案的格网点上，标签中含来源、引文和摘要。</translation>
    </message>
    <message>
      <source>Source</source>
      <translation>来源</translation>
    </message>
    <message>
      <source>To be cited</source>
      <translation>应引用的文献</translation>
    </message>
    <message>
      <source>Distance of the posts (m)</source>
      <translation>格网点间距（m）</translation>
    </message>
    <message>
      <source>Accuracy of the heights (m)</source>
      <translation>高程精度（m）</translation>
    </message>
    <message>
      <source>Posts with a height (%)</source>
      <translation>有高程的格网点（%）</translation>
    </message>
    <message>
      <source>Bytes read from the archive</source>
      <translation>从档案读取的字节数</translation>
    </message>
    <message>
      <source>Requests</source>
      <translation>请求数</translation>
    </message>
    <message>
      <source>Align coarse DEM</source>
      <translation>对齐粗 DEM</translation>
    </message>
    <message>
      <source>Brings a coarse DEM of any lunar CRS onto the grid of an image, and estimates how far the two lie apart: the DEM, shaded under the image's sun, is correlated with the image at the scales that both resolve. The shift is reported in metres, with whether it is reliable, and applied only when asked for and reliable. A move by hand is applied as it is given, with the estimate reported beside it.</source>
      <translation>把任何月球坐标参考系的粗 DEM 放到影像的网格上，并估计两者相距多少：把 DEM 按影像的太阳作晕渲，在两者都能分辨的尺度上与影像相关。偏移以米报告，并说明是否可靠，只有在要求且可靠时才应用。手动移动按给出的值应用，并在旁报告估计值。</translation>
    </message>
    <message>
      <source>Correct the shift between DEM and image</source>
      <translation>改正 DEM 与影像之间的偏移</translation>
    </message>
    <message>
      <source>Move the coarse DEM to where its shading fits the image, if that can be told reliably. Needs the sun.</source>
      <translation>如果能可靠判断，把粗 DEM 移到其晕渲与影像相合处。需要太阳方向。</translation>
    </message>
    <message>
      <source>Aligned DEM</source>
      <translation>对齐后的 DEM</translation>
    </message>
    <message>
      <source>GeoTIFF of heights in metres on the image's grid.</source>
      <translation>影像网格上的 GeoTIFF，高程以米为单位。</translation>
    </message>
    <message>
      <source>Estimated shift east (m)</source>
      <translation>估计的向东偏移（m）</translation>
    </message>
    <message>
      <source>Estimated shift north (m)</source>
      <translation>估计的向北偏移（m）</translation>
    </message>
    <message>
      <source>Shift is reliable</source>
      <translation>偏移可靠</translation>
    </message>
    <message>
      <source>Correlation at the shift</source>
      <translation>该偏移处的相关系数</translation>
    </message>
    <message>
      <source>Pixels with heights (%)</source>
      <translation>有高程的像素（%）</translation>
    </message>
    <message>
      <source>Classify terrain</source>
      <translation>地形分类</translation>
    </message>
    <message>
      <source>Cuts the image into tiles, and finds for each by its relief (highest minus lowest height of the coarse DEM) and that of its neighbours whether it is flat, mountain or crater terrain (a Markov random field; typical reliefs come with the expert pack). To overrule it, edit the field 'class' of the tile layer and give the layer to Reconstruct DTM as Edited tile layer.</source>
      <translation>把影像切成块，按每块及其邻块的起伏（粗 DEM 的最高减最低）判断其为平坦、山地还是撞击坑地形（马尔可夫随机场；典型起伏随专家包提供）。要否决它，请编辑影像块图层的字段 'class'，并把该图层作为“编辑过的影像块图层”交给“重建 DTM”。</translation>
    </message>
    <message>
      <source>Terrain classes</source>
      <translation>地形类别</translation>
    </message>
    <message>
      <source>Class raster on the image's grid: 1 flat, 2 mountain, 3 crater, 0 none.</source>
      <translation>影像网格上的类别栅格：1 平坦，2 山地，3 撞击坑，0 无。</translation>
    </message>
    <message>
      <source>Polygon layer of the tiles with row, column, class (which can be edited), relief_m (metres) and posterior (how sure the class is, 0 to 1).</source>
      <translation>影像块的多边形图层，含 row、column、class（可编辑）、relief_m（米）和 posterior（类别的把握，0 至 1）。</translation>
    </message>
    <message>
      <source>Flat tiles</source>
      <translation>平坦块</translation>
    </message>
    <message>
      <source>Mountain tiles</source>
      <translation>山地块</translation>
    </message>
    <message>
      <source>Crater tiles</source>
      <translation>撞击坑块</translation>
    </message>
    <message>
      <source>Class statistics</source>
      <translation>类别统计</translation>
    </message>
    <message>
      <source>Classifies the tiles of a DEM as Classify terrain does, without an image, and tells how well the classes are told apart: the relief (highest minus lowest height) of the tiles of each class, its mean and standard deviation, and the area that the normal densities of two classes share, as in Fig. 2 and 3 of the MMoEDTM paper. A warning names two classes that share more than a tenth.</source>
      <translation>像“地形分类”那样对 DEM 的块分类，但不需要影像，并说明各类别区分得如何：每类块的起伏（最高减最低高程）、其平均值和标准差，以及两类正态分布密度共有的面积，如 MMoEDTM 论文的图 2 和图 3。两类共有超过十分之一时会给出警告。</translation>
    </message>
    <message>
      <source>DEM</source>
      <translation>DEM</translation>
    </message>
    <message>
      <source>Elevation (SLDEM2015, LOLA, ...), in any CRS on the Moon. Heights above the 1737.4 km sphere.</source>
      <translation>高程（SLDEM2015、LOLA 等），可用任何月球坐标参考系。高程相对于半径 1737.4 km 的球面。</translation>
    </message>
    <message>
      <source>Grid</source>
      <translation>网格</translation>
    </message>
    <message>
      <source>A raster, such as an image or a DTM, whose pixels are cut into tiles. Left empty, the whole DEM is cut, at the pixel size below.</source>
      <translation>栅格，例如影像或 DTM，其像素被切成块。留空则按下面的像素大小切分整个 DEM。</translation>
    </message>
    <message>
      <source>Pixel size</source>
      <translation>像素大小</translation>
    </message>
    <message>
      <source>Ground metres per pixel of an image that might be reconstructed here. Used only without a grid.</source>
      <translation>可能在此处重建的影像每像素的地面米数。仅在没有网格时使用。</translation>
    </message>
    <message>
      <source>Class raster: 1 flat, 2 mountain, 3 crater, 0 none.</source>
      <translation>类别栅格：1 平坦，2 山地，3 撞击坑，0 无。</translation>
    </message>
    <message>
      <source>Polygon layer of tiles with row, column, class, relief_m and posterior.</source>
      <translation>影像块的多边形图层，含 row、column、class、relief_m 和 posterior。</translation>
    </message>
    <message>
      <source>Relief of the tiles</source>
      <translation>影像块的起伏</translation>
    </message>
    <message>
      <source>Highest minus lowest height in each tile, metres.</source>
      <translation>每块中最高减最低高程，单位为米。</translation>
    </message>
    <message>
      <source>Plot of the densities</source>
      <translation>密度图</translation>
    </message>
    <message>
      <source>Picture of how the reliefs of each class are distributed, with means, standard deviations and overlaps.</source>
      <translation>各类别起伏分布的图，含平均值、标准差和重叠。</translation>
    </message>
    <message>
      <source>Figures</source>
      <translation>数值</translation>
    </message>
    <message>
      <source>All figures as JSON.</source>
      <translation>所有数值的 JSON。</translation>
    </message>
    <message>
      <source>Mean relief of flat tiles (m)</source>
      <translation>平坦块的平均起伏（m）</translation>
    </message>
    <message>
      <source>Mean relief of mountain tiles (m)</source>
      <translation>山地块的平均起伏（m）</translation>
    </message>
    <message>
      <source>Mean relief of crater tiles (m)</source>
      <translation>撞击坑块的平均起伏（m）</translation>
    </message>
    <message>
      <source>Standard deviation of the relief of flat tiles (m)</source>
      <translation>平坦块起伏的标准差（m）</translation>
    </message>
    <message>
      <source>Standard deviation of the relief of mountain tiles (m)</source>
      <translation>山地块起伏的标准差（m）</translation>
    </message>
    <message>
      <source>Standard deviation of the relief of crater tiles (m)</source>
      <translation>撞击坑块起伏的标准差（m）</translation>
    </message>
    <message>
      <source>Overlap of flat and mountain (%)</source>
      <translation>平坦与山地的重叠（%）</translation>
    </message>
    <message>
      <source>Overlap of mountain and crater (%)</source>
      <translation>山地与撞击坑的重叠（%）</translation>
    </message>
    <message>
      <source>Overlap of flat and crater (%)</source>
      <translation>平坦与撞击坑的重叠（%）</translation>
    </message>
    <message>
      <source>Mosaic DTMs</source>
      <translation>镶嵌 DTM</translation>
    </message>
    <message>
      <source>Puts any number of DTM tiles or strips (several NAC frames, left and right) into one. In the overlaps the inputs are weighted by linear gradients that fall towards the border of each, or the first one lies on top; values that only one input has are kept. Inputs can be levelled against one another, and gaps filled from a coarse DEM. The grid is that of the first input, extended over all; inputs on another grid are resampled bilinearly.</source>
      <translation>把任意多个 DTM 块或条带（多幅 NAC 影像，左右相机）合成一个。重叠处各输入按向边界线性下降的权重加权，或让第一个在最上；只有一个输入有的值予以保留。输入可以相互调平，空隙可由粗 DEM 填补。网格取第一个输入的网格并扩展到全部；其他网格的输入作双线性重采样。</translation>
    </message>
    <message>
      <source>DTMs</source>
      <translation>DTM</translation>
    </message>
    <message>
      <source>Two or more DTMs, on the Moon.</source>
      <translation>两个或更多月球 DTM。</translation>
    </message>
    <message>
      <source>Pixels over which a weight rises from the border of an input; 0 takes the first input that has a value.</source>
      <translation>权重从输入边界起上升所跨的像素数；0 表示取第一个有值的输入。</translation>
    </message>
    <message>
      <source>Where inputs overlap</source>
      <translation>输入重叠处</translation>
    </message>
    <message>
      <source>'blend' weighs each input by the distance to its border. 'priority' puts the first input of the list on top, then the second, and so on; each passes into what lies below it over the width of the transition, inside of its border, and is left as it is further in.</source>
      <translation>'blend' 按到边界的距离为每个输入加权。'priority' 把列表中的第一个输入放在最上，然后第二个，依此类推；每个输入在其边界以内按过渡宽度过渡到下面的内容，再往里保持不变。</translation>
    </message>
    <message>
      <source>Coarse DEM beneath</source>
      <translation>下面的粗 DEM</translation>
    </message>
    <message>
      <source>Elevation of the same ground (SLDEM2015, LOLA, ...), in any CRS on the Moon. It fills the gaps, and levels are tied to it. The grid is not extended to it.</source>
      <translation>同一地面的高程（SLDEM2015、LOLA 等），可用任何月球坐标参考系。它填补空隙，各输入的水平与它相连。网格不会扩展到它的范围。</translation>
    </message>
    <message>
      <source>Where no input has a height, take that of the coarse DEM beneath, moved near the inputs by what it differs from them there; the move fades over the width of the transition (512 pixels at most). Heights of the inputs are kept.</source>
      <translation>没有输入高程处，取下面粗 DEM 的高程，在输入附近按两者在那里的差值移动；该移动在过渡宽度内减弱（最多 512 像素）。输入的高程保留。</translation>
    </message>
    <message>
      <source>Level the inputs</source>
      <translation>调平各输入</translation>
    </message>
    <message>
      <source>Bring overlapping inputs to one level before they are put together, by least squares over the differences of all pairs: by an offset each, or by an offset and a tilt. The corrections sum up to zero, or are tied to the coarse DEM where one is given. They are reported.</source>
      <translation>合成之前用所有配对差值的最小二乘把重叠的输入调到同一水平：各用一个偏移，或偏移加倾斜。改正之和为零，或在给出粗 DEM 时与其相连。改正会报告。</translation>
    </message>
    <message>
      <source>GeoTIFF of heights in metres.</source>
      <translation>GeoTIFF，高程以米为单位。</translation>
    </message>
    <message>
      <source>Inputs</source>
      <translation>输入</translation>
    </message>
    <message>
      <source>Pixels filled from the coarse DEM (%)</source>
      <translation>由粗 DEM 填补的像素（%）</translation>
    </message>
    <message>
      <source>RMS difference of overlapping inputs (m)</source>
      <translation>重叠输入的均方根差（m）</translation>
    </message>
    <message>
      <source>Groups of inputs that overlap one another</source>
      <translation>相互重叠的输入组数</translation>
    </message>
    <message>
      <source>RMS difference of overlapping inputs before levelling (m)</source>
      <translation>调平前重叠输入的均方根差（m）</translation>
    </message>
    <message>
      <source>RMS difference of overlapping inputs after levelling (m)</source>
      <translation>调平后重叠输入的均方根差（m）</translation>
    </message>
    <message>
      <source>Correction of each input: offset at its middle, tilt</source>
      <translation>每个输入的改正：中点的偏移、倾斜</translation>
    </message>
    <message>
      <source>Combine DTMs</source>
      <translation>合并 DTM</translation>
    </message>
    <message>
      <source>Puts DTMs of the same ground together that were made from images under different suns. An image shows slopes towards and away from its sun, and hardly those across; two suns about 90 degrees apart show both. The DTMs are laid on the first to a fraction of a pixel, then gradients of all are fitted by least squares, each DTM counting most along its own sun, less in its own shadows and where its predicted error is larger. Long waves are the mean of the DTMs. What one DTM has no data for, or shadow, the others fill. Images under nearly the same, or opposite, azimuths add little; a warning says so.</source>
      <translation>把由不同太阳方位下的影像生成的同一地面的 DTM 合并。影像显示朝向和背向太阳的坡度，几乎不显示横向的坡度；相差约 90 度的两个太阳能显示两者。各 DTM 以不到一个像素的精度对齐到第一个，然后用最小二乘拟合所有梯度：每个 DTM 沿其自身太阳方向权重最大，在自身阴影中以及预测误差较大处权重较小。长波是各 DTM 的平均。一个 DTM 没有数据或处于阴影的地方由其他 DTM 填补。方位角几乎相同或相反的影像帮助不大，会给出警告。</translation>
    </message>
    <message>
      <source>Two or more DTMs of the same ground, each made from an image under another sun. All are laid on the first.</source>
      <translation>同一地面的两个或更多 DTM，各由不同太阳下的影像生成。全部对齐到第一个。</translation>
    </message>
    <message>
      <source>Suns</source>
      <translation>太阳</translation>
    </message>
    <message>
      <source>Azimuth (clockwise from map north) and incidence of the sun of each DTM's image in degrees, in the order of the DTMs, separated by semicolons: 292 58; 20 61. Left empty, they come from the tags that Reconstruct DTM writes.</source>
      <translation>每个 DTM 的影像的太阳方位角（从地图北顺时针）和入射角，单位为度，按 DTM 的顺序，用分号分隔：292 58; 20 61。留空时取自“重建 DTM”写入的标签。</translation>
    </message>
    <message>
      <source>Predicted errors</source>
      <translation>预测误差</translation>
    </message>
    <message>
      <source>For each DTM, in their order, a raster of the standard deviation of its heights in metres, as 'Error of heights' of Reconstruct DTM is: where it is larger, the DTM counts less.</source>
      <translation>按顺序为每个 DTM 给出其高程标准差（米）的栅格，即“重建 DTM”输出的高程误差：标准差越大，该 DTM 的权重越小。</translation>
    </message>
    <message>
      <source>Posting of the coarse DEM</source>
      <translation>粗 DEM 的格网间距</translation>
    </message>
    <message>
      <source>Distance of the posts of the coarse DEM that the DTMs were made from. Waves several times as long are the mean of the DTMs, shorter ones are put together by the directions of the light.</source>
      <translation>生成这些 DTM 所用粗 DEM 的格网间距。数倍于此的长波取各 DTM 的平均，较短的波按光照方向组合。</translation>
    </message>
    <message>
      <source>Register the DTMs</source>
      <translation>配准 DTM</translation>
    </message>
    <message>
      <source>Find how far the DTMs lie apart, and move all but the first. Switched off, they are taken where they lie.</source>
      <translation>求出各 DTM 之间的偏移，并移动除第一个以外的所有 DTM。关闭时按原位置使用。</translation>
    </message>
    <message>
      <source>A raster whose pixels the result has. Left empty, those of the first DTM.</source>
      <translation>结果采用其像素网格的栅格。留空时采用第一个 DTM 的网格。</translation>
    </message>
    <message>
      <source>Combined DTM</source>
      <translation>合并后的 DTM</translation>
    </message>
    <message>
      <source>Standard deviation of the heights</source>
      <translation>高程标准差</translation>
    </message>
    <message>
      <source>Metres, from what the DTMs differ by. Errors that all DTMs have alike, as of the long waves of their coarse DEM, are not in it.</source>
      <translation>单位为米，由各 DTM 的差异得出。所有 DTM 共有的误差（如粗 DEM 长波的误差）不包括在内。</translation>
    </message>
    <message>
      <source>A page for the browser (HTML), in one file.</source>
      <translation>可用浏览器打开的页面（HTML），单个文件。</translation>
    </message>
    <message>
      <source>DTMs combined</source>
      <translation>已合并的 DTM 数</translation>
    </message>
    <message>
      <source>Angle at which the suns complement each other best, 90 is ideal (degrees)</source>
      <translation>互补最好的两个太阳之间的角度，90 为理想（度）</translation>
    </message>
    <message>
      <source>Expected slope error over that of the best DTM alone</source>
      <translation>预期坡度误差与最好的单个 DTM 之比</translation>
    </message>
    <message>
      <source>Move of each DTM to the first: metres east and north with standard error</source>
      <translation>每个 DTM 到第一个的移动：向东和向北的米数及标准误差</translation>
    </message>
    <message>
      <source>RMS difference of the DTMs once registered (m)</source>
      <translation>配准后各 DTM 的均方根差（米）</translation>
    </message>
    <message>
      <source>Mean standard deviation of the heights (m)</source>
      <translation>高程标准差的平均值（米）</translation>
    </message>
    <message>
      <source>Make a DTM ready for an archive</source>
      <translation>为档案准备 DTM</translation>
    </message>
    <message>
      <source>Writes a folder that an archive can take: the DTM as PDS4 has it (an uncompressed GeoTIFF with a label), a STAC item for catalogues, how to cite the DTM and what it was made of, and the fitted move of the coarse DEM: as a file that pc_align of the Ames Stereo Pipeline takes with --initial-transform (it turns the coarse DEM about the Moon's centre to where the image has it), as another one that leads back, and as numbers for ISIS.</source>
      <translation>写出可供档案接收的文件夹：符合 PDS4 的 DTM（带标签的未压缩 GeoTIFF）、供目录使用的 STAC 条目、DTM 及其来源数据的引用方式，以及配合所得的粗 DEM 移动：作为 Ames Stereo Pipeline 的 pc_align 用 --initial-transform 读取的文件（绕月心把粗 DEM 转到影像所示的位置）、另一个用于反向移动的文件，以及供 ISIS 使用的数值。</translation>
    </message>
    <message>
      <source>As Reconstruct DTM, Reconstruct region, Mosaic DTMs or Combine DTMs wrote it: its tags tell of what it was made.</source>
      <translation>由“重建 DTM”、“重建区域”、“镶嵌 DTM”或“合并 DTM”写出的 DTM：其标签说明它由什么生成。</translation>
    </message>
    <message>
      <source>Authors</source>
      <translation>作者</translation>
    </message>
    <message>
      <source>As they are to be cited, like: Armstrong, N.; Aldrin, B.</source>
      <translation>按引用的写法，例如：Armstrong, N.; Aldrin, B.</translation>
    </message>
    <message>
      <source>Title</source>
      <translation>标题</translation>
    </message>
    <message>
      <source>Left empty, it names the image.</source>
      <translation>留空则以影像命名。</translation>
    </message>
    <message>
      <source>Year of publication</source>
      <translation>发表年份</translation>
    </message>
    <message>
      <source>Left empty, this year.</source>
      <translation>留空则为今年。</translation>
    </message>
    <message>
      <source>UTC, like 2010-09-24T03:57:51. Left empty, the name of the image tells it (LROC NAC, ShadowCam).</source>
      <translation>UTC，例如 2010-09-24T03:57:51。留空则由影像名称得知（LROC NAC、ShadowCam）。</translation>
    </message>
    <message>
      <source>Logical identifier</source>
      <translation>逻辑标识符</translation>
    </message>
    <message>
      <source>Of the product in PDS4, like urn:nasa:pds:my_bundle:data_derived:my_dtm. Left empty, one is made of the name of the file, which an archive will replace.</source>
      <translation>PDS4 产品的标识，例如 urn:nasa:pds:my_bundle:data_derived:my_dtm。留空则由文件名生成，档案会将其替换。</translation>
    </message>
    <message>
      <source>Holds the DTM as an uncompressed GeoTIFF with its PDS4 label (.xml), a STAC item (.json), a text of citations and the move of the coarse DEM for Ames Stereo Pipeline (4 x 4 matrix) and ISIS (.pvl).</source>
      <translation>包含未压缩 GeoTIFF 形式的 DTM 及其 PDS4 标签（.xml）、STAC 条目（.json）、引文文本，以及供 Ames Stereo Pipeline（4 x 4 矩阵）和 ISIS（.pvl）使用的粗 DEM 移动。</translation>
    </message>
    <message>
      <source>Time of the image (UTC)</source>
      <translation>影像时间（UTC）</translation>
    </message>
    <message>
      <source>Coarse DEM was moved east (m)</source>
      <translation>粗 DEM 曾向东移动（m）</translation>
    </message>
    <message>
      <source>Coarse DEM was moved north (m)</source>
      <translation>粗 DEM 曾向北移动（m）</translation>
    </message>
    <message>
      <source>Slope and roughness</source>
      <translation>坡度与粗糙度</translation>
    </message>
    <message>
      <source>Terrain measures</source>
      <translation>地形量测</translation>
    </message>
    <message>
      <source>Slope in degrees (Horn's method, with true ground metres per pixel), the variance of the slope around each pixel in degrees squared (the roughness of the MMoEDTM paper, which is not the 'roughness' of GDAL), its root, and a hillshade. All depend on the distance over which slopes are taken, the baseline: two pixels of the DTM. The baseline is written into each file.</source>
      <translation>以度为单位的坡度（Horn 法，使用每像素的真实地面米数）、每个像素周围坡度的方差（单位为度的平方，即 MMoEDTM 论文的粗糙度，不是 GDAL 的 'roughness'）、其平方根，以及晕渲。它们都取决于计算坡度的距离，即基线：DTM 的两个像素。基线写入每个文件。</translation>
    </message>
    <message>
      <source>Heights on the Moon, in any lunar CRS.</source>
      <translation>月球高程，可用任何月球坐标参考系。</translation>
    </message>
    <message>
      <source>Window of the variance</source>
      <translation>方差窗口</translation>
    </message>
    <message>
      <source>Side of the square in which the variance of the slope is taken, an odd number.</source>
      <translation>计算坡度方差的方块边长，为奇数。</translation>
    </message>
    <message>
      <source>Azimuth of the hillshade</source>
      <translation>晕渲方位角</translation>
    </message>
    <message>
      <source>Direction that the light of the hillshade comes from, degrees clockwise from north.</source>
      <translation>晕渲光的来向，从北起顺时针的度数。</translation>
    </message>
    <message>
      <source>Altitude of the hillshade</source>
      <translation>晕渲高度角</translation>
    </message>
    <message>
      <source>Height of the light of the hillshade, degrees above the horizon.</source>
      <translation>晕渲光的高度，地平以上的度数。</translation>
    </message>
    <message>
      <source>Slope</source>
      <translation>坡度</translation>
    </message>
    <message>
      <source>Steepness of the ground in degrees.</source>
      <translation>地面的陡度，单位为度。</translation>
    </message>
    <message>
      <source>Slope variance</source>
      <translation>坡度方差</translation>
    </message>
    <message>
      <source>Variance of the slope in the window, degrees squared: the roughness of the ground.</source>
      <translation>窗口内坡度的方差，单位为度的平方：地面的粗糙度。</translation>
    </message>
    <message>
      <source>Standard deviation of slope</source>
      <translation>坡度标准差</translation>
    </message>
    <message>
      <source>Root of the slope variance, in degrees.</source>
      <translation>坡度方差的平方根，单位为度。</translation>
    </message>
    <message>
      <source>Hillshade</source>
      <translation>晕渲</translation>
    </message>
    <message>
      <source>The DTM as lit from one side, 1 (dark) to 255 (bright).</source>
      <translation>从一侧照明的 DTM，1（暗）至 255（亮）。</translation>
    </message>
    <message>
      <source>Baseline of the slope (m)</source>
      <translation>坡度的基线（m）</translation>
    </message>
    <message>
      <source>Median slope (degrees)</source>
      <translation>坡度中位数（度）</translation>
    </message>
    <message>
      <source>Evaluate DTM</source>
      <translation>评估 DTM</translation>
    </message>
    <message>
      <source>Measures a DTM against what is known: heights and slopes against a reference, with the interpolated coarse DEM beside it; the size of the smallest features that it gets right; kinks along the lines where tiles meet; how far its large forms stray from the coarse DEM; and, without any reference, how well it explains the image when it is lit under the image's sun. Errors that Reconstruct stated beside the DTM are shown, and held against the true ones. Give any of the inputs; the report says what could not be measured without the others.</source>
      <translation>按已知信息衡量 DTM：相对于参考的高程和坡度（旁列插值的粗 DEM）；它能正确表现的最小形态的大小；块相接线上的折痕；其大形态偏离粗 DEM 多少；以及在没有任何参考时，按影像的太阳照明后它对影像的解释程度。重建时随 DTM 给出的误差会被显示，并与真实误差对照。可给出任意输入；报告会说明缺少其他输入时哪些无法量测。</translation>
    </message>
    <message>
      <source>The DTM to evaluate; everything is measured on its grid.</source>
      <translation>要评估的 DTM；一切都在其网格上量测。</translation>
    </message>
    <message>
      <source>Reference</source>
      <translation>参考</translation>
    </message>
    <message>
      <source>Heights taken as true, in any CRS on the Moon.</source>
      <translation>视为真值的高程，可用任何月球坐标参考系。</translation>
    </message>
    <message>
      <source>The coarse DEM that the DTM was made from, to compare with.</source>
      <translation>生成该 DTM 所用的粗 DEM，供比较。</translation>
    </message>
    <message>
      <source>The image that the DTM was made from, on the same grid. Needs the sun.</source>
      <translation>生成该 DTM 所用的影像，网格相同。需要太阳方向。</translation>
    </message>
    <message>
      <source>Raster of Classify terrain on the grid of the DTM: errors are then given by class too.</source>
      <translation>DTM 网格上由“地形分类”写出的栅格：误差也将按类别给出。</translation>
    </message>
    <message>
      <source>What Reconstruct wrote beside the DTM as error of heights: it is shown, and held against the true errors where there is a reference.</source>
      <translation>重建时随 DTM 写出的高程误差：会被显示；有参考时与真实误差对照。</translation>
    </message>
    <message>
      <source>What Reconstruct wrote beside the DTM as error of slopes, likewise.</source>
      <translation>重建时随 DTM 写出的坡度误差，用法相同。</translation>
    </message>
    <message>
      <source>What Reconstruct wrote beside the DTM as support of heights: it is shown, and stated errors are given by its classes too.</source>
      <translation>重建时随 DTM 写出的高程依据：会被显示，并按其类别分列所给的误差。</translation>
    </message>
    <message>
      <source>Error map</source>
      <translation>误差图</translation>
    </message>
    <message>
      <source>DTM minus reference in metres. Needs the reference.</source>
      <translation>DTM 减参考，单位为米。需要参考。</translation>
    </message>
    <message>
      <source>Measures by tile</source>
      <translation>分块量测</translation>
    </message>
    <message>
      <source>Polygon layer of squares of 256 pixels with the error of heights and the correlation of the DTM, lit again, with the image.</source>
      <translation>256 像素方块的多边形图层，含高程误差以及重新照明的 DTM 与影像的相关系数。</translation>
    </message>
    <message>
      <source>RMSE against the reference (m)</source>
      <translation>相对于参考的 RMSE（m）</translation>
    </message>
    <message>
      <source>RMSE of the bicubic coarse DEM (m)</source>
      <translation>双三次粗 DEM 的 RMSE（m）</translation>
    </message>
    <message>
      <source>Mean slope error (degrees)</source>
      <translation>平均坡度误差（度）</translation>
    </message>
    <message>
      <source>Mean slope error of the bicubic coarse DEM (degrees)</source>
      <translation>双三次粗 DEM 的平均坡度误差（度）</translation>
    </message>
    <message>
      <source>Effective resolution against the reference (m)</source>
      <translation>相对于参考的有效分辨率（m）</translation>
    </message>
    <message>
      <source>Effective resolution of the bicubic coarse DEM (m)</source>
      <translation>双三次粗 DEM 的有效分辨率（m）</translation>
    </message>
    <message>
      <source>Kinks along tile lines over those elsewhere (1 without seams)</source>
      <translation>块边界处的折痕与别处之比（无接缝为 1）</translation>
    </message>
    <message>
      <source>RMS deviation of the large forms from the coarse DEM (m)</source>
      <translation>大尺度形态与粗 DEM 的均方根偏差（m）</translation>
    </message>
    <message>
      <source>Heights within one stated standard deviation (%)</source>
      <translation>在一倍所给标准差之内的高程 (%)</translation>
    </message>
    <message>
      <source>Slopes within one stated standard deviation (%)</source>
      <translation>在一倍所给标准差之内的坡度 (%)</translation>
    </message>
    <message>
      <source>Correlation of the re-lit DTM with the image</source>
      <translation>重新照明的 DTM 与影像的相关系数</translation>
    </message>
    <message>
      <source>Correlation of the detail alone</source>
      <translation>仅细节的相关系数</translation>
    </message>
    <message>
      <source>Compare DTMs</source>
      <translation>比较多个 DTM</translation>
    </message>
    <message>
      <source>Measures any number of DTMs of one ground against one reference, as Table I of the MMoEDTM paper does: the share of pixels with an error under 2, 4 and 10 m, MAE, RMSE, bias, NMAD, slope error and effective resolution, for each terrain class and area, with the bicubic coarse DEM beside them, all on the pixels that every one of them has. The reference is a raster, or points such as LOLA shots: then outliers are left out, and the horizontal offset under which each DTM fits the points best is given with its standard error, and the errors with and without it.</source>
      <translation>像 MMoEDTM 论文的表 I 那样，用一个参考衡量同一地面的任意多个 DTM：误差小于 2、4 和 10 m 的像素比例、MAE、RMSE、偏差、NMAD、坡度误差和有效分辨率，按地形类别和区域给出，旁列双三次粗 DEM，全部在它们共有的像素上计算。参考可以是栅格，也可以是 LOLA 测点之类的点：此时剔除离群点，并给出每个 DTM 与各点最相合的水平偏移及其标准误差，以及有无该偏移时的误差。</translation>
    </message>
    <message>
      <source>One or more DTMs of the same ground. Everything is measured on the grid of the first; others on another grid are interpolated bilinearly.</source>
      <translation>同一地面的一个或多个 DTM。一切都在第一个的网格上量测；其他网格上的作双线性插值。</translation>
    </message>
    <message>
      <source>Names of the DTMs</source>
      <translation>DTM 的名称</translation>
    </message>
    <message>
      <source>A name for each DTM as tables show it, in their order, separated by semicolons. Left empty, the names of the files.</source>
      <translation>表中显示的每个 DTM 的名称，按其顺序用分号分隔。留空则为文件名。</translation>
    </message>
    <message>
      <source>Heights taken as true, in any CRS on the Moon; interpolated bilinearly.</source>
      <translation>视为真值的高程，可用任何月球坐标参考系；作双线性插值。</translation>
    </message>
    <message>
      <source>Reference as points</source>
      <translation>点参考</translation>
    </message>
    <message>
      <source>Heights of points taken as true, as of a laser altimeter: a table of LOLA shots (CSV, with columns longitude, latitude and height or radius, or the RDR's own names), a layer of points with a field height or radius (GeoPackage, GeoJSON, Shapefile), or a binary RDR table (.DAT).</source>
      <translation>视为真值的点高程，例如激光高度计的：LOLA 测点表（CSV，含列 longitude、latitude 和 height 或 radius，或 RDR 自身的列名）、带字段 height 或 radius 的点图层（GeoPackage、GeoJSON、Shapefile），或二进制 RDR 表（.DAT）。</translation>
    </message>
    <message>
      <source>Largest offset</source>
      <translation>最大偏移</translation>
    </message>
    <message>
      <source>The offset between a DTM and the points is looked for up to this distance in every direction.</source>
      <translation>在每个方向上，DTM 与点之间的偏移都在此距离以内寻找。</translation>
    </message>
    <message>
      <source>Outliers from</source>
      <translation>离群起点</translation>
    </message>
    <message>
      <source>A point whose height differs from every DTM by more than this many times the NMAD (a standard deviation that outliers do not change) is left out. Errors of one DTM alone are never left out where there are several.</source>
      <translation>高程与每个 DTM 相差都超过此倍数 NMAD（不受离群值影响的标准差）的点被剔除。有多个 DTM 时，仅属于其中一个 DTM 的误差不会被剔除。</translation>
    </message>
    <message>
      <source>NMAD</source>
      <translation>NMAD</translation>
    </message>
    <message>
      <source>The coarse DEM that the DTMs were made from: the baseline, interpolated by cubic splines.</source>
      <translation>生成这些 DTM 所用的粗 DEM：作为基准，用三次样条插值。</translation>
    </message>
    <message>
      <source>Raster of Classify terrain on the grid of the first DTM: errors are then given by class too.</source>
      <translation>第一个 DTM 网格上由“地形分类”写出的栅格：误差也将按类别给出。</translation>
    </message>
    <message>
      <source>Areas</source>
      <translation>区域</translation>
    </message>
    <message>
      <source>Layer of polygons, such as boxes, each of which gets a table of its own. Polygons of one name are one area; they may overlap; holes count as inside.</source>
      <translation>多边形（例如方框）图层，每个多边形各有一张表。同名的多边形是一个区域；可以重叠；孔洞算在内。</translation>
    </message>
    <message>
      <source>Field with the names of the areas</source>
      <translation>含区域名称的字段</translation>
    </message>
    <message>
      <source>Field of the layer of areas. Where the layer has no field of this name, areas are numbered.</source>
      <translation>区域图层的字段。图层没有此名的字段时，区域按编号。</translation>
    </message>
    <message>
      <source>Table</source>
      <translation>表</translation>
    </message>
    <message>
      <source>A row for each area, terrain class and DTM, as CSV.</source>
      <translation>每个区域、地形类别和 DTM 一行的 CSV。</translation>
    </message>
    <message>
      <source>Pixels that all have in common</source>
      <translation>共有的像素数</translation>
    </message>
    <message>
      <source>DTM with the least RMSE</source>
      <translation>RMSE 最小的 DTM</translation>
    </message>
    <message>
      <source>Its RMSE (m)</source>
      <translation>其 RMSE（m）</translation>
    </message>
    <message>
      <source>Points that all have in common, without outliers</source>
      <translation>共有的点数，不含离群点</translation>
    </message>
    <message>
      <source>Points left out as outliers</source>
      <translation>作为离群点剔除的点数</translation>
    </message>
    <message>
      <source>DTM with the least RMSE at the points</source>
      <translation>在点上 RMSE 最小的 DTM</translation>
    </message>
    <message>
      <source>Its RMSE at the points (m)</source>
      <translation>其在点上的 RMSE（m）</translation>
    </message>
    <message>
      <source>The same with the horizontal offset taken off (m)</source>
      <translation>去除水平偏移后的 RMSE（m）</translation>
    </message>
    <message>
      <source>How far it lies east of the points (m)</source>
      <translation>位于点以东的距离（m）</translation>
    </message>
    <message>
      <source>How far it lies north of the points (m)</source>
      <translation>位于点以北的距离（m）</translation>
    </message>
    <message>
      <source>Standard error of the offset east (m)</source>
      <translation>向东偏移的标准误差（m）</translation>
    </message>
    <message>
      <source>Standard error of the offset north (m)</source>
      <translation>向北偏移的标准误差（m）</translation>
    </message>
    <message>
      <source>Compare shadows</source>
      <translation>比较阴影</translation>
    </message>
    <message>
      <source>Compares the shadows of an image with those that a DTM casts under the same sun: a check of heights and shapes that needs no other DTM. The DTM is lit under the sun of the image, with the shadows that it casts, and shadows are found in both by one rule. For the whole image that rule is: darker than a quarter of the lit ground around it; the figures by the rule of the paper, the dark one of two K-means classes of brightness, stand beside them. Around each rock it is the rule of the paper. For every rock: pixels in shadow in both, their difference, intersection over union and the distance of their centroids. Needs direct sun; images of permanent shadow are lit by scattered light and have nothing to compare.</source>
      <translation>比较影像中的阴影与 DTM 在同一太阳下投射的阴影：这是不需要其他 DTM 的高程和形状检验。按影像的太阳照明 DTM 并投射其阴影，再用同一规则在两者中寻找阴影。对整幅影像，规则为：比周围受光地面的四分之一更暗；旁列按论文规则（亮度的两个 K 均值类别中较暗的一类）的数值。每块岩石周围用论文的规则。对每块岩石给出：两者的阴影像素数、其差异、交并比以及形心距离。需要直射阳光；永久阴影的影像由散射光照亮，没有可比较的内容。</translation>
    </message>
    <message>
      <source>Map-projected image with one band; everything is measured on its grid.</source>
      <translation>经地图投影的单波段影像；一切都在其网格上量测。</translation>
    </message>
    <message>
      <source>The DTM to test, in any CRS on the Moon; interpolated bilinearly.</source>
      <translation>要检验的 DTM，可用任何月球坐标参考系；作双线性插值。</translation>
    </message>
    <message>
      <source>Rocks</source>
      <translation>岩石</translation>
    </message>
    <message>
      <source>Outlines of rocks, drawn by hand or by Detect rocks, in any CRS on the Moon. Left empty, only the whole image is compared.</source>
      <translation>岩石轮廓，手绘或由“检测岩石”得到，可用任何月球坐标参考系。留空则只比较整幅影像。</translation>
    </message>
    <message>
      <source>Smallest rock</source>
      <translation>最小岩石</translation>
    </message>
    <message>
      <source>Rocks of a smaller outline are left out. The paper takes 50 m2.</source>
      <translation>轮廓更小的岩石略去。论文取 50 m2。</translation>
    </message>
    <message>
      <source>m2</source>
      <translation>m2</translation>
    </message>
    <message>
      <source>Shadows of the whole image</source>
      <translation>整幅影像的阴影</translation>
    </message>
    <message>
      <source>Which shadows the masks, the picture and the results show. 'local' takes what is darker than a quarter of the lit ground around it. 'two classes' is the rule of the paper: the dark one of two K-means classes of brightness over the whole image; where shadows are few it finds none, or takes dark slopes for shadows. The report has the figures of both.</source>
      <translation>掩膜、图片和结果所显示的阴影。'local' 取比周围受光地面的四分之一更暗的部分。'two classes' 为论文的规则：整幅影像亮度的两个 K 均值类别中较暗的一类；阴影少时会找不到，或把较暗的斜坡当作阴影。报告中两者的数值都有。</translation>
    </message>
    <message>
      <source>Rocks with their shadows</source>
      <translation>岩石及其阴影</translation>
    </message>
    <message>
      <source>The outlines with the figures of every rock. Needs rocks.</source>
      <translation>带每块岩石数值的轮廓。需要岩石。</translation>
    </message>
    <message>
      <source>Shadows of the image</source>
      <translation>影像的阴影</translation>
    </message>
    <message>
      <source>1 lit, 2 shadow, 0 unknown.</source>
      <translation>1 受光，2 阴影，0 未知。</translation>
    </message>
    <message>
      <source>Shadows of the DTM</source>
      <translation>DTM 的阴影</translation>
    </message>
    <message>
      <source>Difference of the shadows</source>
      <translation>阴影的差异</translation>
    </message>
    <message>
      <source>1 lit in both, 2 shadow in both, 3 shadow in the image alone, 4 shadow in the DTM alone, 0 unknown.</source>
      <translation>1 两者都受光，2 两者都是阴影，3 仅影像为阴影，4 仅 DTM 为阴影，0 未知。</translation>
    </message>
    <message>
      <source>Penumbra</source>
      <translation>半影</translation>
    </message>
    <message>
      <source>Share of the Sun's disc seen from every pixel of the DTM, 0 in full shadow to 1.</source>
      <translation>DTM 每个像素所见太阳圆面的比例，完全阴影为 0，最大为 1。</translation>
    </message>
    <message>
      <source>Pixels of the image in shadow</source>
      <translation>影像中阴影像素数</translation>
    </message>
    <message>
      <source>Pixels of the DTM in shadow</source>
      <translation>DTM 中阴影像素数</translation>
    </message>
    <message>
      <source>Difference of the counts (%)</source>
      <translation>像素数之差（%）</translation>
    </message>
    <message>
      <source>Intersection over union of all shadows</source>
      <translation>全部阴影的交并比</translation>
    </message>
    <message>
      <source>Pixels of the image in shadow, by two classes</source>
      <translation>影像中阴影像素数（按两类）</translation>
    </message>
    <message>
      <source>Pixels of the DTM in shadow, by two classes</source>
      <translation>DTM 中阴影像素数（按两类）</translation>
    </message>
    <message>
      <source>Difference of the counts by two classes (%)</source>
      <translation>按两类的像素数之差（%）</translation>
    </message>
    <message>
      <source>Intersection over union by two classes</source>
      <translation>按两类的交并比</translation>
    </message>
    <message>
      <source>Rocks compared</source>
      <translation>比较的岩石</translation>
    </message>
    <message>
      <source>Median difference of the rocks' shadows (%)</source>
      <translation>岩石阴影差异的中位数（%）</translation>
    </message>
    <message>
      <source>90th percentile of the differences (%)</source>
      <translation>差异的第 90 百分位数（%）</translation>
    </message>
    <message>
      <source>Median intersection over union of the rocks</source>
      <translation>岩石交并比的中位数</translation>
    </message>
    <message>
      <source>Detect rocks</source>
      <translation>检测岩石</translation>
    </message>
    <message>
      <source>Finds rocks in an image by their bright and dark sides along the sun, and in a DTM as blobs that stand out of the ground. Writes outlines with diameter and height, fits the Golombek-Rapp and power laws to the sizes, counts rocks by area where a layer of areas is given, and, where both image and DTM are given, counts how many of the image's rocks the DTM has. In images rocks of 6 pixels and more are found reliably; smaller ones blend into noise. Shadows need direct sun, best at incidence 50 to 75 degrees.</source>
      <translation>在影像中按沿太阳方向的亮侧和暗侧、在 DTM 中按突出地面的凸起寻找岩石。写出带直径和高度的轮廓，对尺寸拟合 Golombek-Rapp 律和幂律；给出区域图层时按区域统计岩石数；同时给出影像和 DTM 时，统计影像中的岩石有多少在 DTM 中。影像中 6 像素及以上的岩石能可靠找到；更小的会混入噪声。阴影需要直射阳光，入射角 50 至 75 度最佳。</translation>
    </message>
    <message>
      <source>Map-projected image with one band. Needs the sun.</source>
      <translation>经地图投影的单波段影像。需要太阳方向。</translation>
    </message>
    <message>
      <source>A DTM fine enough to show rocks, in any CRS on the Moon.</source>
      <translation>足以显示岩石的精细 DTM，可用任何月球坐标参考系。</translation>
    </message>
    <message>
      <source>Smallest diameter</source>
      <translation>最小直径</translation>
    </message>
    <message>
      <source>Smaller rocks are left out. Left empty, 4 pixels.</source>
      <translation>更小的岩石略去。留空为 4 像素。</translation>
    </message>
    <message>
      <source>Largest diameter</source>
      <translation>最大直径</translation>
    </message>
    <message>
      <source>What is larger is taken for terrain. Left empty, 40 pixels.</source>
      <translation>更大的视为地形。留空为 40 像素。</translation>
    </message>
    <message>
      <source>Layer of polygons in which is counted, in any CRS on the Moon. Polygons of one name are one area; they may overlap; holes count as inside.</source>
      <translation>在其中计数的多边形图层，可为月球上的任意坐标系。同名的多边形是一个区域；可以重叠；孔洞算在内。</translation>
    </message>
    <message>
      <source>Outlines with diameter, height and confidence; of the image where one is given, else of the DTM.</source>
      <translation>带直径、高度和可信度的轮廓；给出影像时为影像的，否则为 DTM 的。</translation>
    </message>
    <message>
      <source>Rocks of the DTM</source>
      <translation>DTM 的岩石</translation>
    </message>
    <message>
      <source>Outlines found in the DTM, where image and DTM are given.</source>
      <translation>同时给出影像和 DTM 时，在 DTM 中找到的轮廓。</translation>
    </message>
    <message>
      <source>Areas with their counts</source>
      <translation>区域及其计数</translation>
    </message>
    <message>
      <source>The areas with the number of rocks, the ground looked at and the density. Needs areas.</source>
      <translation>各区域的岩石数、所查看的地面面积和密度。需要区域。</translation>
    </message>
    <message>
      <source>Size-frequency and counts: a page for the browser (HTML), in one file.</source>
      <translation>尺寸-频率分布和计数：可用浏览器打开的页面（HTML），单个文件。</translation>
    </message>
    <message>
      <source>Rocks found in the image</source>
      <translation>影像中找到的岩石</translation>
    </message>
    <message>
      <source>Rocks found in the DTM</source>
      <translation>DTM 中找到的岩石</translation>
    </message>
    <message>
      <source>Rocks of the image that the DTM has</source>
      <translation>影像中的岩石在 DTM 中存在的数量</translation>
    </message>
    <message>
      <source>Exponent b of N(&gt;= D) ~ D^-b</source>
      <translation>N(&gt;= D) ~ D^-b 的指数 b</translation>
    </message>
    <message>
      <source>Share of the ground under rocks (k of Golombek and Rapp)</source>
      <translation>岩石覆盖地面的比例（Golombek 和 Rapp 的 k）</translation>
    </message>
    <message>
      <source>Rocks per square kilometre</source>
      <translation>每平方千米岩石数</translation>
    </message>
    <message>
      <source>Areas counted</source>
      <translation>计数的区域</translation>
    </message>
    <message>
      <source>Detect craters</source>
      <translation>检测撞击坑</translation>
    </message>
    <message>
      <source>Finds craters in an image under its sun, or in a DTM, by their likeness to model craters, fresh and worn, of every size from 8 pixels on. Writes circles with diameter and score, with the depth where there is a DTM, and draws the size-frequency distribution with lines of production and equilibrium. Counts craters by area where a layer of areas is given. The circles can go into Measure craters as they are. In images the sun should stand low: incidence 45 to 80 degrees.</source>
      <translation>在影像中（按其太阳）或在 DTM 中，按与新鲜和退化的模型撞击坑的相似程度寻找 8 像素起各种大小的撞击坑。写出带直径和得分的圆，有 DTM 时带深度，并绘制尺寸频率分布及产生线和平衡线。给出区域图层时按区域统计撞击坑数。这些圆可以直接用于量测撞击坑。影像的太阳应较低：入射角 45 至 80 度。</translation>
    </message>
    <message>
      <source>Map-projected image with one band, in which craters are looked for. Needs the sun.</source>
      <translation>在其中寻找撞击坑的单波段地图投影影像。需要太阳。</translation>
    </message>
    <message>
      <source>Heights of the same ground, in any CRS on the Moon. Without an image craters are looked for in it; with one it gives the depths.</source>
      <translation>同一地面的高程，可为月球上的任意坐标系。没有影像时在其中寻找撞击坑；有影像时由它给出深度。</translation>
    </message>
    <message>
      <source>Smaller craters are left out. Left empty, 8 pixels, from which on most are found.</source>
      <translation>更小的撞击坑略去。留空为 8 像素，从此大小起大多数能找到。</translation>
    </message>
    <message>
      <source>Larger craters are left out. Left empty, half of the shorter side of the raster.</source>
      <translation>更大的撞击坑略去。留空为栅格短边的一半。</translation>
    </message>
    <message>
      <source>Least score</source>
      <translation>最低得分</translation>
    </message>
    <message>
      <source>Score from which a place is a crater: the share of such places on made scenes that are one. Lower, and more worn craters are found, and more of what is none.</source>
      <translation>从此得分起一处算作撞击坑：人造场景中这类位置确为撞击坑的比例。更低则找到更多退化的撞击坑，也有更多误检。</translation>
    </message>
    <message>
      <source>Craters</source>
      <translation>撞击坑</translation>
    </message>
    <message>
      <source>Circles with diameter, score and, where there is a DTM, depth and depth over diameter.</source>
      <translation>带直径、得分的圆；有 DTM 时还有深度和深径比。</translation>
    </message>
    <message>
      <source>The areas with the number of craters, the ground looked at and the density. Needs areas.</source>
      <translation>各区域的撞击坑数、所查看的地面面积和密度。需要区域。</translation>
    </message>
    <message>
      <source>Size-frequency</source>
      <translation>尺寸频率</translation>
    </message>
    <message>
      <source>Craters of at least each diameter, their density with its error, and the equilibrium density, for all of the ground and for each area, as CSV.</source>
      <translation>不小于各直径的撞击坑数、其密度及误差和平衡密度，包括全部地面和每个区域，为 CSV。</translation>
    </message>
    <message>
      <source>Craters found</source>
      <translation>找到的撞击坑</translation>
    </message>
    <message>
      <source>Craters per square kilometre</source>
      <translation>每平方千米撞击坑数</translation>
    </message>
    <message>
      <source>Median diameter (m)</source>
      <translation>直径中位数（m）</translation>
    </message>
    <message>
      <source>Craters with a depth</source>
      <translation>有深度的撞击坑</translation>
    </message>
    <message>
      <source>Median depth over diameter</source>
      <translation>深径比中位数</translation>
    </message>
    <message>
      <source>Measure craters</source>
      <translation>量测撞击坑</translation>
    </message>
    <message>
      <source>Fits an ellipse to the rim of every crater in a DTM and measures the ratio of its axes, its depth from rim to floor and depth over diameter. Craters are given as rough outlines, or as points with a diameter. With a second DTM both are measured and compared.</source>
      <translation>对 DTM 中每个撞击坑的坑缘拟合椭圆，量测轴比、从坑缘到坑底的深度以及深径比。撞击坑以大致轮廓给出，或以点加直径给出。有第二个 DTM 时，两者都量测并比较。</translation>
    </message>
    <message>
      <source>Heights to measure in.</source>
      <translation>用于量测的高程。</translation>
    </message>
    <message>
      <source>Rough outlines, or points in their middle, in any CRS on the Moon.</source>
      <translation>大致轮廓，或位于中心的点，可用任何月球坐标参考系。</translation>
    </message>
    <message>
      <source>Diameter of points</source>
      <translation>点的直径</translation>
    </message>
    <message>
      <source>Rough diameter of craters that are given as points.</source>
      <translation>以点给出的撞击坑的大致直径。</translation>
    </message>
    <message>
      <source>Second DTM</source>
      <translation>第二个 DTM</translation>
    </message>
    <message>
      <source>Another DTM of the same ground, to compare.</source>
      <translation>同一地面的另一个 DTM，供比较。</translation>
    </message>
    <message>
      <source>Craters with their measures</source>
      <translation>撞击坑及其量测值</translation>
    </message>
    <message>
      <source>The fitted ellipses with axes, ratio, depth and depth over diameter.</source>
      <translation>拟合的椭圆，含轴、轴比、深度和深径比。</translation>
    </message>
    <message>
      <source>Craters measured</source>
      <translation>量测的撞击坑</translation>
    </message>
    <message>
      <source>Mean ratio of major to minor axis</source>
      <translation>长短轴之比的平均值</translation>
    </message>
    <message>
      <source>Mean depth over diameter</source>
      <translation>深径比的平均值</translation>
    </message>
    <message>
      <source>Mean ratio of axes in the second DTM</source>
      <translation>第二个 DTM 中轴比的平均值</translation>
    </message>
    <message>
      <source>Mean depth over diameter in the second DTM</source>
      <translation>第二个 DTM 中深径比的平均值</translation>
    </message>
    <message>
      <source>Mean absolute difference of depths (m)</source>
      <translation>深度的平均绝对差（m）</translation>
    </message>
    <message>
      <source>Compare with SAR</source>
      <translation>与 SAR 比较</translation>
    </message>
    <message>
      <source>Compares the roughness of a DTM, the variance of its slope in degrees squared, with radar backscatter such as the Stokes parameter S1 of Mini-RF. Roughness is averaged over each SAR pixel. Reports, for all of the ground and for each area, the Pearson and Spearman correlations, how much of the rough ground is bright in the radar, and how well the radar tells rough from smooth (ROC, area, best threshold). The baseline of the slopes stands beside every number, because roughness depends on it.</source>
      <translation>比较 DTM 的粗糙度（坡度方差，单位为度的平方）与雷达后向散射，例如 Mini-RF 的斯托克斯参数 S1。粗糙度在每个 SAR 像素内取平均。对全部地面和每个区域，报告 Pearson 和 Spearman 相关系数、粗糙地面中有多少在雷达中是亮的，以及雷达区分粗糙与平滑的能力（ROC、面积、最佳阈值）。每个数值旁都注明坡度的基线，因为粗糙度取决于它。</translation>
    </message>
    <message>
      <source>DTM or slope variance</source>
      <translation>DTM 或坡度方差</translation>
    </message>
    <message>
      <source>A DTM, or a slope variance from Slope and roughness.</source>
      <translation>DTM，或由“坡度与粗糙度”得到的坡度方差。</translation>
    </message>
    <message>
      <source>Input is</source>
      <translation>输入为</translation>
    </message>
    <message>
      <source>What the first raster holds. 'auto' goes by its unit: degrees^2 is a slope variance.</source>
      <translation>第一个栅格的内容。'auto' 按其单位判断：degrees^2 为坡度方差。</translation>
    </message>
    <message>
      <source>SAR</source>
      <translation>SAR</translation>
    </message>
    <message>
      <source>Radar backscatter, in any CRS on the Moon: one band, or the four of Mini-RF.</source>
      <translation>雷达后向散射，可用任何月球坐标参考系：单波段，或 Mini-RF 的四个波段。</translation>
    </message>
    <message>
      <source>Pixels along each side, odd. The paper takes 5.</source>
      <translation>每边的像素数，为奇数。论文取 5。</translation>
    </message>
    <message>
      <source>Rough from</source>
      <translation>粗糙起点</translation>
    </message>
    <message>
      <source>Slope variance from which ground is rough. The paper takes 100.</source>
      <translation>坡度方差从此值起视为粗糙。论文取 100。</translation>
    </message>
    <message>
      <source>degrees^2</source>
      <translation>度^2</translation>
    </message>
    <message>
      <source>Bright from</source>
      <translation>明亮起点</translation>
    </message>
    <message>
      <source>Backscatter from which a pixel is bright. The paper takes 2.5.</source>
      <translation>后向散射从此值起像素视为亮。论文取 2.5。</translation>
    </message>
    <message>
      <source>dB</source>
      <translation>dB</translation>
    </message>
    <message>
      <source>Filter speckle</source>
      <translation>滤除斑点噪声</translation>
    </message>
    <message>
      <source>Lee filter over 5 x 5 pixels of linear power.</source>
      <translation>对线性功率的 5 x 5 像素 Lee 滤波。</translation>
    </message>
    <message>
      <source>Layer of polygons, such as fields of rocks and plains, each of which gets figures of its own. Polygons of one name are one area.</source>
      <translation>多边形（例如岩石区和平原）图层，每个多边形各有其数值。同名的多边形是一个区域。</translation>
    </message>
    <message>
      <source>Roughness on the SAR grid</source>
      <translation>SAR 网格上的粗糙度</translation>
    </message>
    <message>
      <source>Mean slope variance in each SAR pixel.</source>
      <translation>每个 SAR 像素内的平均坡度方差。</translation>
    </message>
    <message>
      <source>Circular polarisation ratio</source>
      <translation>圆极化比</translation>
    </message>
    <message>
      <source>(S1 - S4) / (S1 + S4) on the SAR grid: same over opposite sense, 0 to 1 on most ground, above 1 on some fields of rocks. Needs S1 and S4.</source>
      <translation>SAR 网格上的 (S1 - S4) / (S1 + S4)：同向与反向旋转之比，多数地面为 0 到 1，某些岩石区大于 1。需要 S1 和 S4。</translation>
    </message>
    <message>
      <source>SAR pixels compared</source>
      <translation>比较的 SAR 像素</translation>
    </message>
    <message>
      <source>Pearson correlation</source>
      <translation>Pearson 相关系数</translation>
    </message>
    <message>
      <source>Spearman correlation</source>
      <translation>Spearman 相关系数</translation>
    </message>
    <message>
      <source>Share of rough ground that is bright (%)</source>
      <translation>粗糙地面中明亮的比例（%）</translation>
    </message>
    <message>
      <source>Area under the ROC curve</source>
      <translation>ROC 曲线下面积</translation>
    </message>
    <message>
      <source>Best threshold of the SAR (dB)</source>
      <translation>SAR 的最佳阈值（dB）</translation>
    </message>
    <message>
      <source>Circular polarisation ratio of the mean powers</source>
      <translation>平均功率的圆极化比</translation>
    </message>
    <message>
      <source>Baseline of slopes (m)</source>
      <translation>坡度的基线（m）</translation>
    </message>
    <message>
      <source>Profiles along lines</source>
      <translation>沿线剖面</translation>
    </message>
    <message>
      <source>Samples any number of DTMs along the lines of a layer: height and slope against the distance in ground metres, as a table and a plot. With two or more DTMs, the mean absolute and the largest difference of the others from the first. DTMs and lines may be in different CRSs on the Moon.</source>
      <translation>沿图层中的线对任意多个 DTM 采样：高程和坡度随地面距离（米）的变化，给出表和图。有两个或更多 DTM 时，给出其他 DTM 与第一个的平均绝对差和最大差。DTM 和线可用不同的月球坐标参考系。</translation>
    </message>
    <message>
      <source>Lines</source>
      <translation>线</translation>
    </message>
    <message>
      <source>Line layer in any CRS on the Moon.</source>
      <translation>线图层，可用任何月球坐标参考系。</translation>
    </message>
    <message>
      <source>One or more DTMs; the first is the one that others are compared with.</source>
      <translation>一个或多个 DTM；其他的都与第一个比较。</translation>
    </message>
    <message>
      <source>Spacing of samples</source>
      <translation>采样间距</translation>
    </message>
    <message>
      <source>Metres between samples; slopes are taken over two of them. Left empty, the pixel of the finest DTM.</source>
      <translation>采样点之间的米数；坡度跨两个间距计算。留空则取最细 DTM 的像素。</translation>
    </message>
    <message>
      <source>CSV with the line's number, distance, longitude, latitude, and height and slope in each DTM.</source>
      <translation>CSV，含线的编号、距离、经度、纬度，以及每个 DTM 中的高程和坡度。</translation>
    </message>
    <message>
      <source>Plot</source>
      <translation>图</translation>
    </message>
    <message>
      <source>Picture of the profiles (the first six lines).</source>
      <translation>剖面图（前六条线）。</translation>
    </message>
    <message>
      <source>Samples</source>
      <translation>采样点</translation>
    </message>
    <message>
      <source>Length of all lines (m)</source>
      <translation>所有线的长度（m）</translation>
    </message>
    <message>
      <source>Largest mean absolute difference from the first DTM (m)</source>
      <translation>与第一个 DTM 的最大平均绝对差（m）</translation>
    </message>
    <message>
      <source>Largest difference from the first DTM (m)</source>
      <translation>与第一个 DTM 的最大差（m）</translation>
    </message>
    <message>
      <source>Draw figure panel</source>
      <translation>绘制图版</translation>
    </message>
    <message>
      <source>Draws DTMs side by side as figures of papers do: hillshades, heights, slopes, roughness and differences on one grid, each row with one colour scale. Image, coarse DEM and reference become columns as far as they are given, areas become boxes with insets, lines are drawn with their profiles. There are a scale bar, arrows to map north and to the light, and letters. No choice is needed but the DTMs.</source>
      <translation>像论文插图那样并排绘制 DTM：晕渲、高程、坡度、粗糙度和差值在同一网格上，每行一个色标。给出的影像、粗 DEM 和参考成为列，区域成为带放大图的方框，线与其剖面一起绘制。有比例尺、指向地图北和光源的箭头，以及字母。除 DTM 外无需选择。</translation>
    </message>
    <message>
      <source>One or more DTMs, a column each. All are drawn on the grid of the first.</source>
      <translation>一个或多个 DTM，每个一列。全部绘制在第一个的网格上。</translation>
    </message>
    <message>
      <source>Layout</source>
      <translation>版面</translation>
    </message>
    <message>
      <source>A TOML file that says what goes where, as figures of papers need it: rows of cells, each with the raster that it shows and how (image, hillshade, heights, slope, roughness, difference, classes, shadows, values), its title and the range of its colours. DTMs, image and rows are then left empty. The page of this algorithm has an example.</source>
      <translation>一个 TOML 文件，说明图中各部分的位置，论文插图正需要这样：由单元格组成的行，每个单元格给出所显示的栅格和显示方式（image、hillshade、heights、slope、roughness、difference、classes、shadows、values）、标题和颜色范围。此时 DTM、影像和行都留空。本算法的页面有示例。</translation>
    </message>
    <message>
      <source>Titles of the columns in the order of the DTMs, separated by semicolons. Left empty, the names of the files.</source>
      <translation>各列的标题，按 DTM 的顺序用分号分隔。留空则为文件名。</translation>
    </message>
    <message>
      <source>The image that the DTMs were made from; the first column.</source>
      <translation>生成这些 DTM 所用的影像；第一列。</translation>
    </message>
    <message>
      <source>A column of its own, interpolated by cubic splines.</source>
      <translation>单独一列，用三次样条插值。</translation>
    </message>
    <message>
      <source>Heights taken as true: the last column. Differences are drawn against it.</source>
      <translation>视为真值的高程：最后一列。差值相对于它绘制。</translation>
    </message>
    <message>
      <source>Rows</source>
      <translation>行</translation>
    </message>
    <message>
      <source>What is drawn of every DTM, a row each, separated by semicolons: hillshade, heights, slope, roughness, difference. A range may follow, as in 'slope 0..40'; else all of a row share the range of their values. Left empty: hillshade, slope, and with a reference the difference.</source>
      <translation>对每个 DTM 绘制的内容，每项一行，用分号分隔：hillshade、heights、slope、roughness、difference。其后可跟范围，如 'slope 0..40'；否则同一行共用其数值范围。留空则为 hillshade、slope，有参考时加 difference。</translation>
    </message>
    <message>
      <source>Polygons: boxes on the map, and for each a row of hillshades at full size.</source>
      <translation>多边形：地图上的方框，每个方框有一行原尺寸的晕渲。</translation>
    </message>
    <message>
      <source>Lines on the map, whose profiles are drawn below (the first three).</source>
      <translation>地图上的线，其剖面绘制在下方（前三条）。</translation>
    </message>
    <message>
      <source>Light of the hillshades from</source>
      <translation>晕渲光的来向</translation>
    </message>
    <message>
      <source>Degrees clockwise from map north. Left empty, the sun of the first DTM's image where its tags tell it, else the north-west (315).</source>
      <translation>从地图北起顺时针的度数。留空则取第一个 DTM 标签所述影像的太阳，否则为西北（315）。</translation>
    </message>
    <message>
      <source>Angle of that light from the vertical</source>
      <translation>该光与铅垂线的夹角</translation>
    </message>
    <message>
      <source>Left empty, that of the same sun, else 45.</source>
      <translation>留空则取同一太阳的，否则为 45。</translation>
    </message>
    <message>
      <source>Size of a picture</source>
      <translation>图片大小</translation>
    </message>
    <message>
      <source>Pixels along its longer side.</source>
      <translation>长边的像素数。</translation>
    </message>
    <message>
      <source>Panel</source>
      <translation>图版</translation>
    </message>
    <message>
      <source>PNG.</source>
      <translation>PNG 图片。</translation>
    </message>
    <message>
      <source>Panel as PDF</source>
      <translation>PDF 图版</translation>
    </message>
    <message>
      <source>The same for print.</source>
      <translation>同样内容，用于印刷。</translation>
    </message>
    <message>
      <source>Pictures drawn</source>
      <translation>绘制的图片数</translation>
    </message>
    <message>
      <source>Metres to a drawn pixel</source>
      <translation>每个绘制像素的米数</translation>
    </message>
    <message>
      <source>Incidence study</source>
      <translation>入射角研究</translation>
    </message>
    <message>
      <source>Says under which sun a DTM comes back best. The DTM is lit under each sun, as Light a DTM does, and reconstructed from its image and a coarse DEM that is made of it; the result is held against the DTM itself: errors of heights and slopes and effective resolution over the incidence, with the coarse DEM as the baseline. The four incidences of the paper are the default.</source>
      <translation>说明 DTM 在哪种太阳下恢复得最好。像“照明 DTM”那样按每个太阳照明 DTM，再由其影像和由它生成的粗 DEM 重建；结果与 DTM 本身比较：高程和坡度误差及有效分辨率随入射角的变化，以粗 DEM 为基准。默认为论文的四个入射角。</translation>
    </message>
    <message>
      <source>Heights on the Moon that are taken for the ground: it is lit, reconstructed from its image, and held against itself. Pixels of 0.5 to 6 m, as the experts know them.</source>
      <translation>视为真实地面的月球高程：对其照明，由其影像重建，再与自身比较。像素为 0.5 至 6 m，即专家所熟悉的。</translation>
    </message>
    <message>
      <source>Sun incidences</source>
      <translation>太阳入射角</translation>
    </message>
    <message>
      <source>Angles between the sun and the vertical, 0 overhead; one or several, with commas between them.</source>
      <translation>太阳与铅垂线的夹角，0 为天顶；一个或多个，用逗号分隔。</translation>
    </message>
    <message>
      <source>Sun azimuths</source>
      <translation>太阳方位角</translation>
    </message>
    <message>
      <source>Directions to the sun, clockwise from map north; one or several, with commas between them. Every incidence is taken under every azimuth.</source>
      <translation>太阳所在方向，从地图北顺时针；一个或多个，用逗号分隔。每个入射角都在每个方位角下进行。</translation>
    </message>
    <message>
      <source>Reflectance</source>
      <translation>反射率</translation>
    </message>
    <message>
      <source>Law by which the ground reflects. 'Lambert' is the cosine of the incidence, as a hillshade has it.</source>
      <translation>地面的反射律。'Lambert' 为入射角的余弦，与晕渲相同。</translation>
    </message>
    <message>
      <source>Albedo</source>
      <translation>反照率</translation>
    </message>
    <message>
      <source>Brightness of level ground with the sun behind the camera; about 0.06 (maria) to 0.2 (highlands) in I/F.</source>
      <translation>太阳在相机后方时水平地面的亮度；以 I/F 计约 0.06（月海）至 0.2（高地）。</translation>
    </message>
    <message>
      <source>Variation of the albedo</source>
      <translation>反照率的变化</translation>
    </message>
    <message>
      <source>Standard deviation of a made, self-affine pattern of albedo, which experts could take for slopes; 2 to 9 % within one terrain of the Moon.</source>
      <translation>生成的自仿射反照率图样的标准差，专家可能将其误认为坡度；同一月球地形内为 2 至 9 %。</translation>
    </message>
    <message>
      <source>%</source>
      <translation>%</translation>
    </message>
    <message>
      <source>Cast shadows</source>
      <translation>投射阴影</translation>
    </message>
    <message>
      <source>Shadows that the terrain casts, with the penumbra of the Sun's disc.</source>
      <translation>地形投下的阴影，含太阳圆面的半影。</translation>
    </message>
    <message>
      <source>Scattered light</source>
      <translation>散射光</translation>
    </message>
    <message>
      <source>Light from the surroundings that fills shadows, in per cent of the brightness of level ground.</source>
      <translation>周围照亮阴影的光，以水平地面亮度的百分比计。</translation>
    </message>
    <message>
      <source>Blur (a Gaussian of half a pixel), shot noise and read noise of LROC's NAC, or none; '8 bits' stores as it does, by square roots.</source>
      <translation>LROC NAC 的模糊（半像素的高斯函数）、散粒噪声和读出噪声，或没有；'8 bits' 像它一样按平方根存储。</translation>
    </message>
    <message>
      <source>Exposure</source>
      <translation>曝光</translation>
    </message>
    <message>
      <source>How far bright ground (99.5th percentile) fills a pixel of the camera; less has more noise.</source>
      <translation>明亮地面（第 99.5 百分位）填充相机像素的程度；越少噪声越大。</translation>
    </message>
    <message>
      <source>Seed</source>
      <translation>种子</translation>
    </message>
    <message>
      <source>Number of the noise and of the pattern of albedo; the same one gives the same pixels.</source>
      <translation>噪声和反照率图样的编号；相同的编号得到相同的像素。</translation>
    </message>
    <message>
      <source>A real coarse DEM of the same ground. Left empty, one is made from the DTM.</source>
      <translation>同一地面的真实粗 DEM。留空则由 DTM 生成一个。</translation>
    </message>
    <message>
      <source>Metres between the posts of the coarse DEM that is made: 8 to 60 pixels of the DTM, as the experts know it. The paper took 9 pixels (18 m).</source>
      <translation>所生成粗 DEM 的格网点间距（米）：DTM 的 8 至 60 个像素，即专家所熟悉的。论文取 9 个像素（18 m）。</translation>
    </message>
    <message>
      <source>Noise of the coarse DEM</source>
      <translation>粗 DEM 的噪声</translation>
    </message>
    <message>
      <source>Standard deviation of the error of its posts.</source>
      <translation>其格网点误差的标准差。</translation>
    </message>
    <message>
      <source>A page for the browser (HTML), in one file: curves, table, slope maps.</source>
      <translation>可用浏览器打开的页面（HTML），单个文件：曲线、表、坡度图。</translation>
    </message>
    <message>
      <source>A row for each sun, and one for the coarse DEM.</source>
      <translation>每个太阳一行，粗 DEM 一行。</translation>
    </message>
    <message>
      <source>Curves</source>
      <translation>曲线</translation>
    </message>
    <message>
      <source>Errors over the incidence.</source>
      <translation>误差随入射角的变化。</translation>
    </message>
    <message>
      <source>Slope maps</source>
      <translation>坡度图</translation>
    </message>
    <message>
      <source>Images and slopes side by side, as the paper's figure 12.</source>
      <translation>影像与坡度并排，如论文的图 12。</translation>
    </message>
    <message>
      <source>Folder for images and DTMs</source>
      <translation>影像和 DTM 的文件夹</translation>
    </message>
    <message>
      <source>The image and the DTM of each sun, and the coarse DEM.</source>
      <translation>每个太阳的影像和 DTM，以及粗 DEM。</translation>
    </message>
    <message>
      <source>Incidence with the least slope error (degrees)</source>
      <translation>坡度误差最小的入射角（度）</translation>
    </message>
    <message>
      <source>Mean slope error there (degrees)</source>
      <translation>该处的平均坡度误差（度）</translation>
    </message>
    <message>
      <source>Incidence with the least height error (degrees)</source>
      <translation>高程误差最小的入射角（度）</translation>
    </message>
    <message>
      <source>RMSE there (m)</source>
      <translation>该处的 RMSE（m）</translation>
    </message>
    <message>
      <source>Least incidence with a slope error within a tenth of the best (degrees)</source>
      <translation>坡度误差在最佳值十分之一以内的最小入射角（度）</translation>
    </message>
    <message>
      <source>Largest such incidence (degrees)</source>
      <translation>满足上述条件的最大入射角（度）</translation>
    </message>
    <message>
      <source>Sun geometry</source>
      <translation>太阳几何</translation>
    </message>
    <message>
      <source>Azimuth and incidence of the sun for a map-projected image, as Reconstruct DTM wants them: the azimuth clockwise from map north, which near a pole is not true north. From the time of the image (given, in its label or in its product's name), or from the sub-solar point, good to about 0.05 degrees. With a coarse DEM the azimuth is also estimated from the image itself, with its uncertainty: a check, or all there is when the time is unknown (the incidence stays unknown then).</source>
      <translation>经地图投影的影像的太阳方位角和入射角，供“重建 DTM”使用：方位角从地图北顺时针计，在极区附近地图北不是真北。由影像时间（给出的、标签中的或产品名称中的）或太阳直射点计算，精度约 0.05 度。有粗 DEM 时还由影像本身估计方位角及其不确定度：可作检验，或在时间未知时作为唯一信息（此时入射角仍未知）。</translation>
    </message>
    <message>
      <source>UTC, like 2010-09-24T03:57:51. Left empty, the sub-solar point or the time in the label, else the time in the product's name.</source>
      <translation>UTC，例如 2010-09-24T03:57:51。留空则取标签中的太阳直射点或时间，否则取产品名称中的时间。</translation>
    </message>
    <message>
      <source>Sub-solar latitude</source>
      <translation>太阳直射点纬度</translation>
    </message>
    <message>
      <source>Latitude where the sun stood overhead, as the image's page in the archive (LROC, ODE) lists it. Give it with the longitude, instead of a time.</source>
      <translation>太阳位于天顶处的纬度，影像在档案（LROC、ODE）中的页面会列出。与经度一起填写，代替时间。</translation>
    </message>
    <message>
      <source>Sub-solar longitude</source>
      <translation>太阳直射点经度</translation>
    </message>
    <message>
      <source>Longitude, east positive, where the sun stood overhead.</source>
      <translation>太阳位于天顶处的经度，东经为正。</translation>
    </message>
    <message>
      <source>Elevation of the same ground, from whose slopes the azimuth is estimated.</source>
      <translation>同一地面的高程，由其坡度估计方位角。</translation>
    </message>
    <message>
      <source>Sun incidence at the centre (degrees)</source>
      <translation>中心处的太阳入射角（度）</translation>
    </message>
    <message>
      <source>Least incidence over the image (degrees)</source>
      <translation>影像内的最小入射角（度）</translation>
    </message>
    <message>
      <source>Largest incidence over the image (degrees)</source>
      <translation>影像内的最大入射角（度）</translation>
    </message>
    <message>
      <source>Sun azimuth, clockwise from true north (degrees)</source>
      <translation>太阳方位角，从真北顺时针（度）</translation>
    </message>
    <message>
      <source>Sub-solar latitude (degrees)</source>
      <translation>太阳直射点纬度（度）</translation>
    </message>
    <message>
      <source>Sub-solar longitude (degrees)</source>
      <translation>太阳直射点经度（度）</translation>
    </message>
    <message>
      <source>Azimuth estimated from the image (degrees from map north)</source>
      <translation>由影像估计的方位角（从地图北起的度数）</translation>
    </message>
    <message>
      <source>Its uncertainty (degrees, one sigma)</source>
      <translation>其不确定度（度，一倍标准差）</translation>
    </message>
    <message>
      <source>Correlation of the image with the terrain</source>
      <translation>影像与地形的相关系数</translation>
    </message>
    <message>
      <source>The estimate is reliable</source>
      <translation>估计可靠</translation>
    </message>
    <message>
      <source>Make a lunar scene</source>
      <translation>生成月球场景</translation>
    </message>
    <message>
      <source>Made scenes and training</source>
      <translation>生成的场景与训练</translation>
    </message>
    <message>
      <source>Makes a lunar scene whose truth is known: relief, craters and boulders by published laws, an image with cast shadows, albedo, camera blur and noise, and a coarse DEM with the blur, noise, shift and stripes of real ones. The same seed gives the same bytes. For testing, teaching and training.</source>
      <translation>生成真值已知的月球场景：按已发表的规律生成起伏、撞击坑和石块，含投射阴影、反照率、相机模糊和噪声的影像，以及具有真实粗 DEM 的模糊、噪声、偏移和条纹的粗 DEM。相同的种子得到相同的字节。用于测试、教学和训练。</translation>
    </message>
    <message>
      <source>Terrain</source>
      <translation>地形</translation>
    </message>
    <message>
      <source>Kind of ground.</source>
      <translation>地面种类。</translation>
    </message>
    <message>
      <source>Number of the scene.</source>
      <translation>场景编号。</translation>
    </message>
    <message>
      <source>Size</source>
      <translation>大小</translation>
    </message>
    <message>
      <source>Pixels along each side.</source>
      <translation>每边的像素数。</translation>
    </message>
    <message>
      <source>Ground metres per pixel.</source>
      <translation>每像素的地面米数。</translation>
    </message>
    <message>
      <source>Metres between its posts.</source>
      <translation>格网点之间的米数。</translation>
    </message>
    <message>
      <source>Degrees clockwise from map north.</source>
      <translation>从地图北起顺时针的度数。</translation>
    </message>
    <message>
      <source>Degrees from the vertical.</source>
      <translation>与铅垂线的夹角，单位为度。</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>光照</translation>
    </message>
    <message>
      <source>Reflectance law of the ground, or light scattered into permanent shadow.</source>
      <translation>地面的反射律，或散射到永久阴影中的光。</translation>
    </message>
    <message>
      <source>Realism</source>
      <translation>真实程度</translation>
    </message>
    <message>
      <source>plain: craters as stamped, seen from the zenith, as the experts were trained on. realistic: diffused craters, elephant hide, terraces and streaks on slopes, an oblique view, and what a line scanner and a published map do to an image.</source>
      <translation>plain：撞击坑保持初始形态，从天顶观察，与专家训练所用相同。realistic：经扩散退化的撞击坑，斜坡上的象皮纹理、阶地和条纹，倾斜视角，以及线阵扫描仪和所发布地图对影像的影响。</translation>
    </message>
    <message>
      <source>Reflectance.</source>
      <translation>反射率。</translation>
    </message>
    <message>
      <source>Heights in metres.</source>
      <translation>高程，单位为米。</translation>
    </message>
    <message>
      <source>Truth</source>
      <translation>真值</translation>
    </message>
    <message>
      <source>True heights in metres on the image's grid.</source>
      <translation>影像网格上的真实高程，单位为米。</translation>
    </message>
    <message>
      <source>Boulders of at least two pixels</source>
      <translation>至少两个像素的石块</translation>
    </message>
    <message>
      <source>Highest minus lowest ground (m)</source>
      <translation>最高点减最低点（m）</translation>
    </message>
    <message>
      <source>How far the coarse DEM lies west of its place (m)</source>
      <translation>粗 DEM 偏西的距离（m）</translation>
    </message>
    <message>
      <source>How far the coarse DEM lies south of its place (m)</source>
      <translation>粗 DEM 偏南的距离（m）</translation>
    </message>
    <message>
      <source>Light a DTM</source>
      <translation>照明 DTM</translation>
    </message>
    <message>
      <source>Makes the image that a camera would take of a DTM under a given sun, looking straight down: reflectance by Lunar-Lambert, Hapke or Lambert, cast shadows with penumbra, scattered light, albedo, pixels of any size, and the blur and noise of LROC's NAC. For several suns it makes an image for each. The same seed gives the same pixels.</source>
      <translation>生成相机在给定太阳下垂直向下拍摄 DTM 所得的影像：按 Lunar-Lambert、Hapke 或 Lambert 的反射、带半影的投射阴影、散射光、反照率、任意大小的像素，以及 LROC NAC 的模糊和噪声。有多个太阳时每个各生成一幅影像。相同的种子得到相同的像素。</translation>
    </message>
    <message>
      <source>Heights on the Moon.</source>
      <translation>月球高程。</translation>
    </message>
    <message>
      <source>Standard deviation of a made, self-affine pattern of albedo; 2 to 9 % within one terrain of the Moon.</source>
      <translation>生成的自仿射反照率图样的标准差；同一月球地形内为 2 至 9 %。</translation>
    </message>
    <message>
      <source>Map of the albedo</source>
      <translation>反照率图</translation>
    </message>
    <message>
      <source>A raster on any lunar grid, interpolated bilinearly, by which the albedo is multiplied. Where it is not known the image has no data.</source>
      <translation>任何月球网格上的栅格，作双线性插值，用来乘反照率。其未知处影像无数据。</translation>
    </message>
    <message>
      <source>Ground metres per pixel of the image. Pixels that are larger than the DTM's have the mean of what lies in them; for smaller ones the DTM is interpolated by cubic splines. Left empty, the DTM's own.</source>
      <translation>影像每像素的地面米数。大于 DTM 的像素取其内部的平均值；更小的则用三次样条对 DTM 插值。留空则为 DTM 自身的。</translation>
    </message>
    <message>
      <source>Reflectance under the first sun.</source>
      <translation>第一个太阳下的反射率。</translation>
    </message>
    <message>
      <source>Share of the Sun's disc seen from every pixel under the first sun, 0 in full shadow to 1.</source>
      <translation>第一个太阳下每个像素所见太阳圆面的比例，完全阴影为 0，最大为 1。</translation>
    </message>
    <message>
      <source>Folder for the images under all suns</source>
      <translation>所有太阳下影像的文件夹</translation>
    </message>
    <message>
      <source>An image for each sun, and a table of them for Reconstruct region (frames.csv). Needed where there are several suns.</source>
      <translation>每个太阳一幅影像，以及供“重建区域”使用的影像表（frames.csv）。有多个太阳时需要。</translation>
    </message>
    <message>
      <source>Pixel size (m)</source>
      <translation>像素大小（m）</translation>
    </message>
    <message>
      <source>Pixels in shadow under the first sun (%)</source>
      <translation>第一个太阳下的阴影像素（%）</translation>
    </message>
    <message>
      <source>Signal to noise of level ground under the first sun</source>
      <translation>第一个太阳下水平地面的信噪比</translation>
    </message>
    <message>
      <source>Build data set</source>
      <translation>构建数据集</translation>
    </message>
    <message>
      <source>Cuts an image, its coarse DEM and a reference DTM of the same ground into tiles for training and adds them to a data set (Zarr). The shifts of both DEMs against the image are estimated and corrected where they are reliable, that of the coarse DEM also by hand; tiles with nodata, too much shadow, stripes, spikes or a reference that disagrees with the coarse DEM are left out. Run it once for each triplet. Of the regions 70 % are for training, 15 % for validation and 15 % for the test; a region is never split.</source>
      <translation>把影像、其粗 DEM 和同一地面的参考 DTM 切成训练用的块，并加入数据集（Zarr）。估计两个 DEM 相对于影像的偏移，在可靠时加以改正，粗 DEM 的也可手动改正；缺值、阴影过多、有条纹或尖峰、或参考与粗 DEM 不一致的块会被略去。每组三者运行一次。各区域中 70 % 用于训练，15 % 用于验证，15 % 用于测试；一个区域绝不拆分。</translation>
    </message>
    <message>
      <source>Reference DTM</source>
      <translation>参考 DTM</translation>
    </message>
    <message>
      <source>A DTM of about the image's resolution, taken as true.</source>
      <translation>分辨率与影像相近、视为真值的 DTM。</translation>
    </message>
    <message>
      <source>Region</source>
      <translation>区域</translation>
    </message>
    <message>
      <source>Name of the site; decides whether it is for training, validation or the test.</source>
      <translation>地点的名称；决定其用于训练、验证还是测试。</translation>
    </message>
    <message>
      <source>Data set</source>
      <translation>数据集</translation>
    </message>
    <message>
      <source>Folder of the data set; made, or added to.</source>
      <translation>数据集的文件夹；新建或追加。</translation>
    </message>
    <message>
      <source>Tiles added</source>
      <translation>加入的块数</translation>
    </message>
    <message>
      <source>Tiles left out</source>
      <translation>略去的块数</translation>
    </message>
    <message>
      <source>Training, validation or test</source>
      <translation>训练、验证或测试</translation>
    </message>
    <message>
      <source>Shift of the reference is reliable</source>
      <translation>参考的偏移可靠</translation>
    </message>
    <message>
      <source>Train experts</source>
      <translation>训练专家</translation>
    </message>
    <message>
      <source>Trains the runs of a YAML configuration one after the other, on made scenes or on a data set of real pairs, with checkpoints. Started again with the same folder it goes on where it was stopped or killed, to the same losses. Under torchrun several processes share a run.</source>
      <translation>依次训练 YAML 配置中的各个训练，使用生成的场景或真实数据对的数据集，并保存检查点。用同一文件夹再次启动时，从停止或被终止处继续，损失值相同。在 torchrun 下由多个进程共同完成一个训练。</translation>
    </message>
    <message>
      <source>Configuration</source>
      <translation>配置</translation>
    </message>
    <message>
      <source>Name of a shipped configuration, or path of a YAML file.</source>
      <translation>随附配置的名称，或 YAML 文件的路径。</translation>
    </message>
    <message>
      <source>Runs</source>
      <translation>各个训练</translation>
    </message>
    <message>
      <source>Names of the runs to train, with commas; all when left empty.</source>
      <translation>要训练的名称，用逗号分隔；留空则全部训练。</translation>
    </message>
    <message>
      <source>Real pairs made by build_dataset, instead of made scenes.</source>
      <translation>由 build_dataset 得到的真实数据对，代替生成的场景。</translation>
    </message>
    <message>
      <source>Weights to start from</source>
      <translation>初始权重</translation>
    </message>
    <message>
      <source>For fine-tuning: name of a shipped pack, or folder of a pack or of an earlier training. A run that starts from another run takes its weights from here.</source>
      <translation>用于微调：随附专家包的名称，或专家包或先前训练的文件夹。从另一个训练开始的训练由此取得其权重。</translation>
    </message>
    <message>
      <source>Processes that draw samples</source>
      <translation>抽取样本的进程数</translation>
    </message>
    <message>
      <source>Beside the trainer itself.</source>
      <translation>不含训练进程本身。</translation>
    </message>
    <message>
      <source>Checkpoints, logs, plots and final weights, a folder for each run.</source>
      <translation>检查点、日志、图和最终权重，每个训练一个文件夹。</translation>
    </message>
    <message>
      <source>Runs trained</source>
      <translation>完成的训练数</translation>
    </message>
    <message>
      <source>Time waiting for data (%)</source>
      <translation>等待数据的时间（%）</translation>
    </message>
    <message>
      <source>Validate experts</source>
      <translation>验证专家</translation>
    </message>
    <message>
      <source>Prints RMSE, slope error and RE (share of pixels with an error under 2, 4 and 10 m) of the coarse DEM, and of experts before and after fine-tuning, for each terrain class, on regions of a data set that no training reads. The test split is for the last look: choose settings by the validation split alone.</source>
      <translation>给出粗 DEM 以及微调前后专家的 RMSE、坡度误差和 RE（误差小于 2、4 和 10 m 的像素比例），按地形类别，所用区域为数据集中任何训练都不读取的区域。测试部分只用于最后检查：请仅根据验证部分选择设置。</translation>
    </message>
    <message>
      <source>Real pairs made by build_dataset.</source>
      <translation>由 build_dataset 得到的真实数据对。</translation>
    </message>
    <message>
      <source>Experts before</source>
      <translation>先前的专家</translation>
    </message>
    <message>
      <source>Name of a shipped pack, or folder of a pack or of a training.</source>
      <translation>随附专家包的名称，或专家包或训练的文件夹。</translation>
    </message>
    <message>
      <source>Experts after</source>
      <translation>之后的专家</translation>
    </message>
    <message>
      <source>Folder of a training with runs flat, mountain and crater, or of a pack.</source>
      <translation>含 flat、mountain 和 crater 三个训练的文件夹，或专家包的文件夹。</translation>
    </message>
    <message>
      <source>Split</source>
      <translation>部分</translation>
    </message>
    <message>
      <source>Regions that are looked at.</source>
      <translation>要查看的区域。</translation>
    </message>
    <message>
      <source>All figures, by class.</source>
      <translation>全部数值，按类别。</translation>
    </message>
    <message>
      <source>RMSE before (m)</source>
      <translation>先前的 RMSE（m）</translation>
    </message>
    <message>
      <source>RMSE after (m)</source>
      <translation>之后的 RMSE（m）</translation>
    </message>
    <message>
      <source>Slope error before (degrees)</source>
      <translation>先前的坡度误差（度）</translation>
    </message>
    <message>
      <source>Slope error after (degrees)</source>
      <translation>之后的坡度误差（度）</translation>
    </message>
    <message>
      <source>Pixels with an error under 2 m before (%)</source>
      <translation>先前误差小于 2 m 的像素（%）</translation>
    </message>
    <message>
      <source>Pixels with an error under 2 m after (%)</source>
      <translation>之后误差小于 2 m 的像素（%）</translation>
    </message>
    <message>
      <source>Export experts</source>
      <translation>导出专家</translation>
    </message>
    <message>
      <source>Makes an expert pack of the final weights of the runs flat, mountain and crater, or of a single run: ONNX models with half-precision weights, checked against PyTorch, with a manifest and digests. The manifest says what the experts need (inputs, normalisation, orientation, size of tiles), so that Reconstruct runs those of any network. The pack's name is that of its folder. From a pack, its graphs are made anew and its manifest is kept.</source>
      <translation>用 flat、mountain 和 crater 三个训练或单个训练的最终权重生成专家包：半精度权重的 ONNX 模型，与 PyTorch 核对，附清单和校验和。清单说明专家所需（输入、归一化、朝向、图块大小），因此 Reconstruct 可运行任何网络的专家。包名即其文件夹名。若给出的是包，则重新生成其计算图并保留其清单。</translation>
    </message>
    <message>
      <source>Training</source>
      <translation>训练</translation>
    </message>
    <message>
      <source>Folder of a training with runs flat, mountain and crater, or of a single run of any network, which then serves all three classes; or of an expert pack, whose weights are exported anew.</source>
      <translation>含 flat、mountain 和 crater 三个训练的文件夹，或任一网络的单个训练的文件夹（此时用于全部三个类别）；或专家包的文件夹，其权重将重新导出。</translation>
    </message>
    <message>
      <source>Description</source>
      <translation>说明</translation>
    </message>
    <message>
      <source>What the experts were trained on, for the manifest.</source>
      <translation>专家的训练数据，写入清单。</translation>
    </message>
    <message>
      <source>Version</source>
      <translation>版本</translation>
    </message>
    <message>
      <source>Version of the pack.</source>
      <translation>专家包的版本。</translation>
    </message>
    <message>
      <source>JSON written by the accuracy benchmark, for the manifest.</source>
      <translation>精度测试写出的 JSON，写入清单。</translation>
    </message>
    <message>
      <source>Pack</source>
      <translation>专家包文件夹</translation>
    </message>
    <message>
      <source>Folder of the pack.</source>
      <translation>专家包的文件夹。</translation>
    </message>
    <message>
      <source>Largest deviation of ONNX Runtime from PyTorch (share of the range of heights)</source>
      <translation>ONNX Runtime 与 PyTorch 的最大偏差（占高程范围的比例）</translation>
    </message>
    <message>
      <source>Size of the models</source>
      <translation>模型的大小</translation>
    </message>
    <message>
      <source>Ablation study</source>
      <translation>消融研究</translation>
    </message>
    <message>
      <source>Trains several networks, or one on several mixes of ground, for the same budget and measures them on ground that none has seen: number of weights, RE (share of pixels with an error under 2, 4 and 10 m), MAE, RMSE, slope error and stripes, with the coarse DEM as the baseline. It makes the paper's Table II, and its figure 13, of your own pairs.</source>
      <translation>以相同的预算训练多个网络，或在多种地面配比上训练同一个网络，并在它们都未见过的地面上衡量：权重数、RE（误差小于 2、4 和 10 m 的像素比例）、MAE、RMSE、坡度误差和条纹，以粗 DEM 为基准。用您自己的数据对得到论文的表 II 和图 13。</translation>
    </message>
    <message>
      <source>Study</source>
      <translation>研究</translation>
    </message>
    <message>
      <source>'table II' trains the rows of the paper's Table II. 'slope expert' trains on steep ground alone, on 70 % steep and 30 % flat ground, and on flat ground alone, each with a clean truth, with made stripes in the truth of steep ground, and with the same stripes in the images too, as in the paper's figure 13.</source>
      <translation>'table II' 训练论文表 II 的各行。'slope expert' 分别只用陡坡地面、70 % 陡坡加 30 % 平坦地面、只用平坦地面训练，每种又分别使用干净的真值、在陡坡地面的真值中加入人造条纹、以及在图像中也加入同样的条纹，如论文图 13。</translation>
    </message>
    <message>
      <source>Real pairs made by build_dataset, with regions for training and for the split that is measured on. Left empty, made scenes are taken.</source>
      <translation>由 build_dataset 得到的真实数据对，须含训练区域和用于衡量的那一部分的区域。留空则使用生成的场景。</translation>
    </message>
    <message>
      <source>Networks</source>
      <translation>网络</translation>
    </message>
    <message>
      <source>Names with commas. Left empty: the eight rows of Table II (dense, moe, mmoe, mmoe-slope, mmoe-adapter, dense-slope-adapter, moe-slope-adapter, mmoe-slope-adapter) and the compact expert (terrain); for the slope expert, terrain.</source>
      <translation>名称，以逗号分隔。留空：表 II 的八行（dense、moe、mmoe、mmoe-slope、mmoe-adapter、dense-slope-adapter、moe-slope-adapter、mmoe-slope-adapter）和紧凑专家（terrain）；对于坡面专家为 terrain。</translation>
    </message>
    <message>
      <source>Regions of the data set that are measured on.</source>
      <translation>数据集中用于衡量的区域。</translation>
    </message>
    <message>
      <source>Steps</source>
      <translation>步数</translation>
    </message>
    <message>
      <source>Budget of each training: steps of four samples. The paper's is 50,000; a few hundred show how the parts compare early in training and no more.</source>
      <translation>每次训练的预算：每步四个样本。论文为 50,000 步；几百步只能说明各部分在训练早期的对比。</translation>
    </message>
    <message>
      <source>Seeds</source>
      <translation>随机种子数</translation>
    </message>
    <message>
      <source>Trainings of each row, from other weights and in another order of samples. With several, their mean is in the table, and half of their range.</source>
      <translation>每行的训练次数，初始权重和样本顺序各不相同。多次时表中给出其平均值和半极差。</translation>
    </message>
    <message>
      <source>Size of tiles</source>
      <translation>图块大小</translation>
    </message>
    <message>
      <source>Rows and columns that are trained and measured on. 256 x 320 is the paper's, and takes four times as long.</source>
      <translation>训练和衡量所用的行数和列数。256 x 320 为论文的大小，耗时为四倍。</translation>
    </message>
    <message>
      <source>Learning rate</source>
      <translation>学习率</translation>
    </message>
    <message>
      <source>After the warm-up of a tenth of the steps; it falls to a hundredth of that. The paper's is 0.0001, for its 50,000 steps.</source>
      <translation>在占总步数十分之一的预热之后的值；随后降到其百分之一。论文为 0.0001，用于 50,000 步。</translation>
    </message>
    <message>
      <source>Stripes</source>
      <translation>条纹</translation>
    </message>
    <message>
      <source>Root of the mean square of the made stripes in the truth, for the slope expert.</source>
      <translation>真值中人造条纹的均方根，用于坡面专家。</translation>
    </message>
    <message>
      <source>Trainings</source>
      <translation>训练</translation>
    </message>
    <message>
      <source>A folder for each training: checkpoints, log and final weights, which export makes a pack of. Started again with the same folder, the study goes on.</source>
      <translation>每个训练一个文件夹：检查点、日志和最终权重，export 可由此生成专家包。用同一文件夹再次启动，研究会继续进行。</translation>
    </message>
    <message>
      <source>A row for each training.</source>
      <translation>每个训练一行。</translation>
    </message>
    <message>
      <source>Slopes of one tile by each training, side by side.</source>
      <translation>各训练在同一图块上的坡度，并排显示。</translation>
    </message>
    <message>
      <source>Tiles measured on</source>
      <translation>用于衡量的图块数</translation>
    </message>
    <message>
      <source>Training with the least RMSE</source>
      <translation>RMSE 最小的训练</translation>
    </message>
    <message>
      <source>RMSE of the coarse DEM (m)</source>
      <translation>粗 DEM 的 RMSE（m）</translation>
    </message>
    <message>
      <source>Least mean slope error (degrees)</source>
      <translation>最小平均坡度误差（度）</translation>
    </message>
    <message>
      <source>Mean slope error of the coarse DEM (degrees)</source>
      <translation>粗 DEM 的平均坡度误差（度）</translation>
    </message>
    <message>
      <source>Strongest stripes of a training (m)</source>
      <translation>各训练中最强的条纹（m）</translation>
    </message>
    <message>
      <source>Minutes of training</source>
      <translation>训练分钟数</translation>
    </message>
    <message>
      <source>The engine's environment is not set up; name a Python that has its packages in the variable MMOEDTM_PYTHON, or set the engine up once in the window of QGIS, then run again.</source>
      <translation>引擎的环境尚未设置；请在变量 MMOEDTM_PYTHON 中指定带有其软件包的 Python，或在 QGIS 窗口中设置一次引擎，然后重新运行。</translation>
    </message>
    <message>
      <source>The run was cancelled; run it again with the same folder to go on.</source>
      <translation>运行已取消；用同一文件夹重新运行即可继续。</translation>
    </message>
    <message>
      <source>Lunar DTM with slope and terrain classes</source>
      <translation>带坡度和地形类别的月球 DTM</translation>
    </message>
    <message>
      <source>From one lunar image and a coarse DEM to terrain classes, a DTM at the resolution of the image, its slope and the variance of its slope.</source>
      <translation>由一幅月球影像和一个粗 DEM 得到地形类别、影像分辨率的 DTM、其坡度和坡度方差。</translation>
    </message>
    <message>
      <source>Lunar DTM with a report on it</source>
      <translation>带报告的月球 DTM</translation>
    </message>
    <message>
      <source>From one lunar image and a coarse DEM to a DTM at the resolution of the image, and a report on how well it explains the image and keeps to the coarse DEM, and on its errors where a reference is given.</source>
      <translation>由一幅月球影像和一个粗 DEM 得到影像分辨率的 DTM，以及关于它对影像的解释程度、与粗 DEM 一致程度（给出参考时还有其误差）的报告。</translation>
    </message>
    <message>
      <source>Check a DTM by the shadows of its rocks</source>
      <translation>用岩石阴影检验 DTM</translation>
    </message>
    <message>
      <source>Finds rocks in an image, and compares the shadow of each with the one that it casts in a DTM.</source>
      <translation>在影像中寻找岩石，并把每块岩石的阴影与其在 DTM 中投下的阴影比较。</translation>
    </message>
    <message>
      <source>Lunar DTM against radar</source>
      <translation>月球 DTM 与雷达</translation>
    </message>
    <message>
      <source>From one lunar image and a coarse DEM to a DTM at the resolution of the image, and a report that compares its roughness with radar backscatter. The radar image is looked at first, before minutes of work.</source>
      <translation>由一幅月球影像和一个粗 DEM 得到影像分辨率的 DTM，以及把其粗糙度与雷达后向散射比较的报告。会先检查雷达影像，再开始数分钟的计算。</translation>
    </message>
    <message>
      <source>has lost the Python that it was made with</source>
      <translation>已失去生成它时所用的 Python</translation>
    </message>
    <message>
      <source>under Settings &gt; Options &gt; MMoEDTM</source>
      <translation>在“设置 &gt; 选项 &gt; MMoEDTM”中</translation>
    </message>
    <message>
      <source>No Python {major}.{minor} program was found under {base}; set the interpreter in the settings.</source>
      <translation>在 {base} 下未找到 Python {major}.{minor} 程序；请在设置中指定解释器。</translation>
    </message>
    <message>
      <source>The engine's environment {problem}; choose Raster &gt; MMoEDTM &gt; Set up the engine, then run again.</source>
      <translation>引擎的环境{problem}；请选择“栅格 &gt; MMoEDTM &gt; 设置引擎”，然后重新运行。</translation>
    </message>
    <message>
      <source>in the variable {variable}</source>
      <translation>在变量 {variable} 中</translation>
    </message>
    <message>
      <source>The interpreter {named} set for MMoEDTM does not exist; correct it {where}.</source>
      <translation>为 MMoEDTM 设置的解释器 {named} 不存在；请{where}更正。</translation>
    </message>
    <message>
      <source>Sample image</source>
      <translation>示例影像</translation>
    </message>
    <message>
      <source>Sample coarse DEM</source>
      <translation>示例粗 DEM</translation>
    </message>
    <message>
      <source>MMoEDTM sample</source>
      <translation>MMoEDTM 示例</translation>
    </message>
    <message>
      <source>is out of date</source>
      <translation>已过时</translation>
    </message>
    <message>
      <source>is not set up yet</source>
      <translation>尚未设置</translation>
    </message>
    <message>
      <source>is damaged (its list of files cannot be read)</source>
      <translation>已损坏（无法读取其文件列表）</translation>
    </message>
    <message>
      <source>is damaged ({count} of its files are missing or changed, such as {example})</source>
      <translation>已损坏（其中 {count} 个文件缺失或被更改，例如 {example}）</translation>
    </message>
    <message>
      <source>the Moon</source>
      <translation>月球</translation>
    </message>
    <message>
      <source>{product} of {subject}</source>
      <translation>{subject} 的{product}</translation>
    </message>
    <message>
      <source>Relief of {name}</source>
      <translation>{name} 的起伏</translation>
    </message>
    <message>
      <source>All tools</source>
      <translation>全部工具</translation>
    </message>
    <message>
      <source>Try it on a sample</source>
      <translation>用示例试一试</translation>
    </message>
    <message>
      <source>Set up the engine</source>
      <translation>设置引擎</translation>
    </message>
    <message>
      <source>Repair the engine</source>
      <translation>修复引擎</translation>
    </message>
    <message>
      <source>Settings...</source>
      <translation>设置...</translation>
    </message>
    <message>
      <source>Help</source>
      <translation>帮助</translation>
    </message>
    <message>
      <source>Copy a diagnostics report</source>
      <translation>复制诊断报告</translation>
    </message>
    <message>
      <source>Reconstruct from this layer...</source>
      <translation>由此图层重建...</translation>
    </message>
    <message>
      <source>The report is on the clipboard; paste it where you ask for help.</source>
      <translation>报告已在剪贴板中；请粘贴到您求助的地方。</translation>
    </message>
    <message>
      <source>This copy of the plugin has no help pages ({page}); install the plugin from its zip.</source>
      <translation>此插件副本没有帮助页面（{page}）；请从插件的 zip 安装。</translation>
    </message>
    <message>
      <source>Chains</source>
      <translation>处理链</translation>
    </message>
    <message>
      <source>{host} could not be reached ({reason}); check the network and Settings &gt; Options &gt; Network, or name a folder of wheels under Settings &gt; Options &gt; MMoEDTM, and choose Set up again.</source>
      <translation>无法连接 {host}（{reason}）；请检查网络和“设置 &gt; 选项 &gt; 网络”，或在“设置 &gt; 选项 &gt; MMoEDTM”中指定 wheel 文件夹，然后选择“重新设置”。</translation>
    </message>
    <message>
      <source>Engine</source>
      <translation>引擎</translation>
    </message>
    <message>
      <source>Set up</source>
      <translation>设置</translation>
    </message>
    <message>
      <source>Repair</source>
      <translation>修复</translation>
    </message>
    <message>
      <source>Fetches and makes everything anew, whatever is there.</source>
      <translation>无论已有什么，全部重新获取和生成。</translation>
    </message>
    <message>
      <source>the plugin's own environment</source>
      <translation>插件自己的环境</translation>
    </message>
    <message>
      <source>Python of your own</source>
      <translation>自己的 Python</translation>
    </message>
    <message>
      <source>Folder of the environment</source>
      <translation>环境的文件夹</translation>
    </message>
    <message>
      <source>Where it runs</source>
      <translation>运行于何处</translation>
    </message>
    <message>
      <source>Not checked yet.</source>
      <translation>尚未检查。</translation>
    </message>
    <message>
      <source>Run one tile</source>
      <translation>运行一块</translation>
    </message>
    <message>
      <source>one for each core</source>
      <translation>每核一块</translation>
    </message>
    <message>
      <source>Where an algorithm's own setting is 0. The result does not depend on it.</source>
      <translation>用于算法自身设置为 0 时。结果不受其影响。</translation>
    </message>
    <message>
      <source>Expert packs</source>
      <translation>专家包</translation>
    </message>
    <message>
      <source>Install from a folder...</source>
      <translation>从文件夹安装...</translation>
    </message>
    <message>
      <source>Remove installed packs</source>
      <translation>移除已安装的专家包</translation>
    </message>
    <message>
      <source>Kept on this computer</source>
      <translation>保存在本机的内容</translation>
    </message>
    <message>
      <source>Remove finished blocks of stopped runs</source>
      <translation>移除已停止运行的已完成分段</translation>
    </message>
    <message>
      <source>Without the network, or in a closed one</source>
      <translation>没有网络或在封闭网络中</translation>
    </message>
    <message>
      <source>packages come from the package index</source>
      <translation>软件包来自软件包索引</translation>
    </message>
    <message>
      <source>as pip is configured on this computer</source>
      <translation>按本机 pip 的配置</translation>
    </message>
    <message>
      <source>as uv does it by itself</source>
      <translation>按 uv 的默认</translation>
    </message>
    <message>
      <source>Folder of wheels</source>
      <translation>wheel 文件夹</translation>
    </message>
    <message>
      <source>Address of a package index</source>
      <translation>软件包索引的地址</translation>
    </message>
    <message>
      <source>Mirror of standalone Pythons</source>
      <translation>独立 Python 的镜像</translation>
    </message>
    <message>
      <source>Running one tile ...</source>
      <translation>正在运行一块 ...</translation>
    </message>
    <message>
      <source>Folder of an expert pack</source>
      <translation>专家包的文件夹</translation>
    </message>
    <message>
      <source>A frame takes about 1 GB of memory with two tiles at a time; fewer take less.</source>
      <translation>同时两块时，一幅影像约需 1 GB 内存；块数越少所需越少。</translation>
    </message>
    <message>
      <source>The folder needs the wheels of requirements/locked-cpu.txt (or -gpu.txt; for training locked-train-cpu.txt or -gpu.txt) and that of uv; 'pip download' makes one on a computer with a network. Proxies are those of QGIS.</source>
      <translation>该文件夹需要 requirements/locked-cpu.txt（或 -gpu.txt；训练则为 locked-train-cpu.txt 或 -gpu.txt）中的 wheel 以及 uv 的 wheel；在有网络的计算机上用 'pip download' 可生成。代理使用 QGIS 的设置。</translation>
    </message>
    <message>
      <source>Stopped runs would begin anew. Remove what they keep in {folder}?</source>
      <translation>已停止的运行将从头开始。是否移除它们保存在 {folder} 中的内容？</translation>
    </message>
    <message>
      <source>Finished blocks of stopped runs: {kept:.0f} MB in {folder}.</source>
      <translation>已停止运行的已完成分段：{kept:.0f} MB，位于 {folder}。</translation>
    </message>
    <message>
      <source>Remove the installed packs {names} from {folder}?</source>
      <translation>是否从 {folder} 移除已安装的专家包 {names}？</translation>
    </message>
    <message>
      <source>Ready, {size:.0f} MB in {folder}.</source>
      <translation>就绪，{size:.0f} MB，位于 {folder}。</translation>
    </message>
    <message>
      <source>Runs in {interpreter}.</source>
      <translation>运行于 {interpreter}。</translation>
    </message>
    <message>
      <source>{error} Set up: {size}</source>
      <translation>{error} 设置：{size}</translation>
    </message>
    <message>
      <source>no figures</source>
      <translation>没有数值</translation>
    </message>
    <message>
      <source>RMSE on made scenes, and of the coarse DEM: {figures}</source>
      <translation>生成场景上的 RMSE，以及粗 DEM 的 RMSE：{figures}</translation>
    </message>
    <message>
      <source>A pack of the name {name!r} comes with the plugin; give this one another name in {manifest} and {sums}.</source>
      <translation>名为 {name!r} 的专家包随插件提供；请在 {manifest} 和 {sums} 中给此包另起名称。</translation>
    </message>
    <message>
      <source>{folder} is no expert pack ({error}); choose the folder that has {manifest} and {sums} in it.</source>
      <translation>{folder} 不是专家包（{error}）；请选择含有 {manifest} 和 {sums} 的文件夹。</translation>
    </message>
    <message>
      <source>{target} cannot be written ({strerror}); make room or give the rights.</source>
      <translation>无法写入 {target}（{strerror}）；请腾出空间或授予权限。</translation>
    </message>
    <message>
      <source>MMoEDTM results</source>
      <translation>MMoEDTM 结果</translation>
    </message>
    <message>
      <source>Image to the left, heights to the right</source>
      <translation>左为影像，右为高程</translation>
    </message>
    <message>
      <source>yes</source>
      <translation>是</translation>
    </message>
    <message>
      <source>no</source>
      <translation>否</translation>
    </message>
    <message>
      <source>Open the report</source>
      <translation>打开报告</translation>
    </message>
    <message>
      <source>Run again with...</source>
      <translation>再次运行...</translation>
    </message>
    <message>
      <source>Point at the map for its profile</source>
      <translation>指向地图以显示其剖面</translation>
    </message>
    <message>
      <source>The set-up was cancelled; choose Set up again, and it goes on with what is fetched already.</source>
      <translation>设置已取消；选择“重新设置”即可用已获取的内容继续。</translation>
    </message>
    <message>
      <source>could not be started: {error}</source>
      <translation>无法启动：{error}</translation>
    </message>
    <message>
      <source>MMoEDTM - lunar terrain from one image</source>
      <translation>MMoEDTM - 单幅影像生成月球地形</translation>
    </message>
    <message>
      <source>choose Set up again</source>
      <translation>选择“重新设置”</translation>
    </message>
    <message>
      <source>The engine is ready</source>
      <translation>引擎已就绪</translation>
    </message>
    <message>
      <source>Step 1 of 4: fetching the installer uv (20 MB)</source>
      <translation>第 1 步，共 4 步：获取安装程序 uv（20 MB）</translation>
    </message>
    <message>
      <source>Step 2 of 4: making a Python environment</source>
      <translation>第 2 步，共 4 步：生成 Python 环境</translation>
    </message>
    <message>
      <source>Step 3 of 4: fetching and installing packages</source>
      <translation>第 3 步，共 4 步：获取并安装软件包</translation>
    </message>
    <message>
      <source>Step 4 of 4: checking that every package can be imported</source>
      <translation>第 4 步，共 4 步：检查每个软件包都能导入</translation>
    </message>
    <message>
      <source>a package cannot be imported ({said})</source>
      <translation>有软件包无法导入（{said}）</translation>
    </message>
    <message>
      <source>files of packages are cut ({files})</source>
      <translation>软件包的文件不完整（{files}）</translation>
    </message>
    <message>
      <source>No Python could make the environment ({reasons}); check the network or name a mirror of Pythons under Settings &gt; Options &gt; MMoEDTM, and {again}; the log is {log}.</source>
      <translation>没有 Python 能生成该环境（{reasons}）；请检查网络，或在“设置 &gt; 选项 &gt; MMoEDTM”中指定 Python 的镜像，并{again}；日志为 {log}。</translation>
    </message>
    <message>
      <source>The set-up is under way in another QGIS window; wait for it to end.</source>
      <translation>另一个 QGIS 窗口正在设置；请等待其结束。</translation>
    </message>
    <message>
      <source>The folder {folder} is too deep for Windows, which takes paths of up to 259 characters; choose a shorter one under Settings &gt; Options &gt; MMoEDTM.</source>
      <translation>文件夹 {folder} 对 Windows 来说太深，其路径最多 259 个字符；请在“设置 &gt; 选项 &gt; MMoEDTM”中选择较短的文件夹。</translation>
    </message>
    <message>
      <source>{where} cannot be written ({reason}); make room or give the rights, or choose another folder under Settings &gt; Options &gt; MMoEDTM, and {again}.</source>
      <translation>无法写入 {where}（{reason}）；请腾出空间或授予权限，或在“设置 &gt; 选项 &gt; MMoEDTM”中选择另一个文件夹，并{again}。</translation>
    </message>
    <message>
      <source>The environment was made, but {problem}; {again}, or look at the log {log}.</source>
      <translation>环境已生成，但{problem}；请{again}，或查看日志 {log}。</translation>
    </message>
    <message>
      <source>Step 2 of 4: fetching a Python of its own ({version}, 35 MB)</source>
      <translation>第 2 步，共 4 步：获取专用的 Python（{version}，35 MB）</translation>
    </message>
    <message>
      <source>a Python of its own: {said}</source>
      <translation>专用的 Python：{said}</translation>
    </message>
    <message>
      <source>{folder} is in use ({strerror}); wait for runs of MMoEDTM to end or close other QGIS windows, and {again}.</source>
      <translation>{folder} 正在使用中（{strerror}）；请等待 MMoEDTM 的运行结束或关闭其他 QGIS 窗口，并{again}。</translation>
    </message>
    <message>
      <source>Packages could not be installed ({said}); check the network, the proxy or the folder of wheels, and {again}: what was fetched is kept; the log is {log}.</source>
      <translation>无法安装软件包（{said}）；请检查网络、代理或 wheel 文件夹，并{again}：已获取的内容会保留；日志为 {log}。</translation>
    </message>
    <message>
      <source>Setting up the engine: {size}</source>
      <translation>正在设置引擎：{size}</translation>
    </message>
    <message>
      <source>Setting up the engine with the packages for training: {size}</source>
      <translation>正在设置引擎及训练所需的软件包：{size}</translation>
    </message>
    <message>
      <source>The engine is ready.</source>
      <translation>引擎已就绪。</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message>
      <source>Set up and try a sample</source>
      <translation>设置并试用示例</translation>
    </message>
    <message>
      <source>The toolbox has Build data set, Train experts, Validate experts, Export experts and Ablation study.</source>
      <translation>工具箱中已有“构建数据集”、“训练专家”、“验证专家”、“导出专家”和“消融研究”。</translation>
    </message>
    <message>
      <source>The engine {problem}: {size}</source>
      <translation>引擎{problem}：{size}</translation>
    </message>
    <message>
      <source>The engine is ready, in {folder}.</source>
      <translation>引擎已就绪，位于 {folder}。</translation>
    </message>
    <message>
      <source>Set up again</source>
      <translation>重新设置</translation>
    </message>
    <message>
      <source>Height above 1737.4 km (m)</source>
      <translation>1737.4 km 以上的高程（m）</translation>
    </message>
    <message>
      <source>Spread of overlapping tiles (m)</source>
      <translation>重叠块之间的离散（m）</translation>
    </message>
    <message>
      <source>Standard deviation of height (m)</source>
      <translation>高程标准差（米）</translation>
    </message>
    <message>
      <source>Standard deviation of slope (degrees)</source>
      <translation>坡度标准差（度）</translation>
    </message>
    <message>
      <source>What the height rests on</source>
      <translation>高程的依据</translation>
    </message>
    <message>
      <source>Slope (degrees)</source>
      <translation>坡度（度）</translation>
    </message>
    <message>
      <source>Variance of slope (degrees squared)</source>
      <translation>坡度方差（度的平方）</translation>
    </message>
    <message>
      <source>DTM minus reference (m)</source>
      <translation>DTM 减参考（m）</translation>
    </message>
    <message>
      <source>Brightness</source>
      <translation>亮度</translation>
    </message>
    <message>
      <source>Share of the Sun's disc that is seen</source>
      <translation>可见太阳圆面的比例</translation>
    </message>
    <message>
      <source>Terrain class</source>
      <translation>地形类别</translation>
    </message>
    <message>
      <source>Shadows of image and DTM</source>
      <translation>影像与 DTM 的阴影</translation>
    </message>
    <message>
      <source>the processor</source>
      <translation>处理器</translation>
    </message>
    <message>
      <source>{fetched} to fetch, {taken} on disk, some minutes.</source>
      <translation>需获取 {fetched}，占用磁盘 {taken}，需几分钟。</translation>
    </message>
    <message>
      <source>MMoEDTM: setting up the engine</source>
      <translation>MMoEDTM：正在设置引擎</translation>
    </message>
    <message>
      <source>MMoEDTM: checking the engine</source>
      <translation>MMoEDTM：正在检查引擎</translation>
    </message>
    <message>
      <source>Runs on {where}: {runtime}, {speed}.</source>
      <translation>运行于{where}：{runtime}，{speed}。</translation>
    </message>
    <message>
      <source>PyTorch is not made for Macs with Intel processors any more; train on another computer.</source>
      <translation>PyTorch 已不再支持 Intel 处理器的 Mac；请在另一台计算机上训练。</translation>
    </message>
    <message>
      <source>PyTorch is not in the package index for Windows on ARM; train on another computer.</source>
      <translation>软件包索引中没有 Windows ARM 版的 PyTorch；请在另一台计算机上训练。</translation>
    </message>
    <message>
      <source>PyTorch and more, to train experts on DTMs of your own. The engine is set up anew with them: {size}</source>
      <translation>PyTorch 等软件包，用于在自己的 DTM 上训练专家。引擎将连同它们重新设置：{size}</translation>
    </message>
    <message>
      <source>Training packages</source>
      <translation>训练软件包</translation>
    </message>
    <message>
      <source>Install</source>
      <translation>安装</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>移除</translation>
    </message>
    <message>
      <source>Installed: the toolbox has Build data set, Train experts, Validate experts, Export experts and Ablation study.</source>
      <translation>已安装：工具箱中有“构建数据集”、“训练专家”、“验证专家”、“导出专家”和“消融研究”。</translation>
    </message>
    <message>
      <source>They train on the processor; for a graphics card name a Python of your own above.</source>
      <translation>它们在处理器上训练；若要使用显卡，请在上方指定自己的 Python。</translation>
    </message>
    <message>
      <source>{named} has no packages for training; install {packages} there.</source>
      <translation>{named} 没有训练所需的软件包；请在其中安装 {packages}。</translation>
    </message>
    <message>
      <source>To remove them is to set up anew: {size}</source>
      <translation>移除即重新设置：{size}</translation>
    </message>
    <message>
      <source>No package index is known on this computer; give the address of one, or a folder of wheels, under Settings &gt; Options &gt; MMoEDTM.</source>
      <translation>本机没有已知的软件包索引；请在“设置 &gt; 选项 &gt; MMoEDTM”中给出其地址，或指定 wheel 文件夹。</translation>
    </message>
    <message>
      <source>The set-up does not know computers of the kind {system} {machine}; install the packages of requirements/locked-cpu.txt into a Python of your own and choose it under Settings &gt; Options &gt; MMoEDTM.</source>
      <translation>设置程序不认识 {system} {machine} 类型的计算机；请把 requirements/locked-cpu.txt 中的软件包安装到自己的 Python，并在“设置 &gt; 选项 &gt; MMoEDTM”中选择它。</translation>
    </message>
    <message>
      <source>The folder of wheels {folders} has no file {name} with the digest that the set-up knows; put it there beside the others, and choose Set up again.</source>
      <translation>wheel 文件夹 {folders} 中没有具有设置程序所知摘要的文件 {name}；请把它与其他文件放在一起，并选择“重新设置”。</translation>
    </message>
    <message>
      <source>What was fetched as {name} has another digest than it must have, so that it was not used; look at the package index under Settings &gt; Options &gt; MMoEDTM, and choose Set up again.</source>
      <translation>获取到的 {name} 的摘要与应有的不同，因此未使用；请在“设置 &gt; 选项 &gt; MMoEDTM”中检查软件包索引，并选择“重新设置”。</translation>
    </message>
    <message>
      <source>The package index has no file {name}; name another under Settings &gt; Options &gt; MMoEDTM, or a folder of wheels.</source>
      <translation>软件包索引中没有文件 {name}；请在“设置 &gt; 选项 &gt; MMoEDTM”中指定另一个索引或 wheel 文件夹。</translation>
    </message>
    <message>
      <source>{path} cannot be read ({strerror}); see to it, and choose Set up again.</source>
      <translation>无法读取 {path}（{strerror}）；请检查后选择“重新设置”。</translation>
    </message>
    <message>
      <source>{name} is {value!r}, which does not fit: {help}</source>
      <translation>{name} 为 {value!r}，不合适：{help}</translation>
    </message>
    <message>
      <source>{label} ({name}) is not given; choose one.</source>
      <translation>未给出 {label}（{name}）；请选择。</translation>
    </message>
    <message>
      <source>{name} is {value!r}, but must be one of: {choices}.</source>
      <translation>{name} 为 {value!r}，但必须是以下之一：{choices}。</translation>
    </message>
    <message>
      <source>{name} is {value!r}, but must be a number from {low:g} to {high:g}.</source>
      <translation>{name} 为 {value!r}，但必须是 {low:g} 到 {high:g} 之间的数。</translation>
    </message>
    <message>
      <source>{label} is not given; it can only be left out with {names}.</source>
      <translation>未给出 {label}；只有在给出 {names} 时才可省略。</translation>
    </message>
    <message>
      <source>, often because memory ran out</source>
      <translation>，常因内存不足</translation>
    </message>
    <message>
      <source>The run was cancelled; no output was written.</source>
      <translation>运行已取消；没有写出任何内容。</translation>
    </message>
    <message>
      <source>it was killed by signal {number}</source>
      <translation>它被信号 {number} 终止</translation>
    </message>
    <message>
      <source>The engine's process ended before it was done ({why}); no output was written. Close other programs or choose fewer tiles at a time, and run again.</source>
      <translation>引擎进程在完成之前结束（{why}）；没有写出任何内容。请关闭其他程序或减少同时计算的块数，然后重新运行。</translation>
    </message>
    <message>
      <source>The engine's process ended before it was done (exit code {code}); no output was written. See the log.</source>
      <translation>引擎进程在完成之前结束（退出代码 {code}）；没有写出任何内容。请查看日志。</translation>
    </message>
    <message>
      <source>The engine's Python {interpreter} cannot be started ({strerror}); set up the engine again (README, The engine's environment).</source>
      <translation>无法启动引擎的 Python {interpreter}（{strerror}）；请重新设置引擎（README，The engine's environment）。</translation>
    </message>
  </context>
</TS>
